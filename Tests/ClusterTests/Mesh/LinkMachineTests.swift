import Model
import Testing
import Wire

@testable import Cluster

struct DialledLinkTests {
  private static let own = MeshHello(
    node: .shard(ShardID(1)), incarnation: Incarnation(1), cluster: "c")
  private static let answer = MeshHello(
    node: .shard(ShardID(2)), incarnation: Incarnation(7), cluster: "c")

  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1000)
  }

  private func link() -> DialledLink {
    DialledLink(
      own: Self.own,
      peer: MeshPeer(
        node: .shard(ShardID(2)), incarnation: Incarnation(7),
        address: NodeAddress(host: "h", port: 1)),
      silenceMax: .seconds(4))
  }

  @Test func greetsThenSendsAndKeepsAlive() {
    var link = link()
    check(link.ticked(at: at(0)), .none)
    check(link.connected(at: at(0)), .sendHello(Self.own))
    check(link.ticked(at: at(500)), .none)
    check(link.received(.hello(Self.answer), at: at(501)), .linkUp)
    check(link.ticked(at: at(1000)), .sendKeepalive)
    check(link.received(.empty, at: at(1001)), .none)
    check(link.ticked(at: at(5001)), .sendKeepalive)
    check(link.ticked(at: at(5002)), .close(.silent))
    check(link.ticked(at: at(5003)), .none)
    check(link.received(.empty, at: at(5004)), .none)
  }

  @Test func anAnswerThatNeverComesIsSilence() {
    var link = link()
    check(link.connected(at: at(0)), .sendHello(Self.own))
    check(link.ticked(at: at(4001)), .close(.silent))
  }

  @Test func aLaterRunMayAnswer() {
    var link = link()
    check(link.connected(at: at(0)), .sendHello(Self.own))
    var later = Self.answer
    later.incarnation = Incarnation(8)
    check(link.received(.hello(later), at: at(1)), .linkUp)
  }

  @Test(arguments: [
    (
      MeshHello(version: 9, node: answer.node, incarnation: answer.incarnation, cluster: "c"),
      MeshLinkError.wrongVersion(9)
    ),
    (MeshHello(node: answer.node, incarnation: answer.incarnation, cluster: "d"), .wrongCluster),
    (MeshHello(node: own.node, incarnation: answer.incarnation, cluster: "c"), .wrongNode),
    (MeshHello(node: answer.node, incarnation: Incarnation(6), cluster: "c"), .staleIncarnation),
  ])
  func refusesAnotherAnswer(hello: MeshHello, error: MeshLinkError) {
    var link = link()
    check(link.connected(at: at(0)), .sendHello(Self.own))
    check(link.received(.hello(hello), at: at(1)), .close(error))
    check(link.received(.hello(Self.answer), at: at(2)), .none)
  }

  @Test func framesAreAnswersOnly() {
    var early = link()
    check(early.connected(at: at(0)), .sendHello(Self.own))
    check(early.received(.empty, at: at(1)), .close(.helloMissing))
    var late = link()
    check(late.connected(at: at(0)), .sendHello(Self.own))
    check(late.received(.hello(Self.answer), at: at(1)), .linkUp)
    check(late.received(.other, at: at(2)), .close(.unexpectedFrame))
  }
}

struct AcceptedLinkTests {
  private static let own = MeshHello(
    node: .shard(ShardID(1)), incarnation: Incarnation(1), cluster: "c")
  private static let caller = MeshHello(
    node: .gateway(GatewayID(2)), incarnation: Incarnation(7), cluster: "c")

  @Test func welcomesThenDelivers() {
    var link = AcceptedLink(own: Self.own)
    check(link.isGreeting, true)
    check(
      link.received(hello: Self.caller, isEmpty: false),
      .welcome(Self.own, from: Self.caller.node, Incarnation(7)))
    check(link.isGreeting, false)
    check(link.received(hello: nil, isEmpty: false), .deliver(from: Self.caller.node))
    check(link.received(hello: nil, isEmpty: true), .answerKeepalive)
  }

  @Test(
    arguments: [
      (
        MeshHello(version: 2, node: caller.node, incarnation: Incarnation(7), cluster: "c"),
        MeshLinkError.wrongVersion(2)
      ),
      (MeshHello(node: caller.node, incarnation: Incarnation(7), cluster: "other"), .wrongCluster),
      (MeshHello(node: own.node, incarnation: Incarnation(7), cluster: "c"), .wrongNode),
      (nil, .helloMissing),
    ] as [(MeshHello?, MeshLinkError)])
  func refusesStrangers(hello: MeshHello?, error: MeshLinkError) {
    var link = AcceptedLink(own: Self.own)
    check(link.received(hello: hello, isEmpty: false), .close(error))
    check(link.received(hello: Self.caller, isEmpty: false), .none)
  }
}
