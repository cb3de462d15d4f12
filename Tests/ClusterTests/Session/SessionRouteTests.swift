import Cluster
import Model
import NIOCore
import Testing
import Wire

private typealias Stage = RouteStage

@Suite struct SessionRouteTests {
  @Test func `attaches, relays and acknowledges`() {
    var s = Stage()
    #expect(s.start() == [Stage.attach(seen: 10)])
    #expect(s.receive(Stage.moved(Stage.a, 12)) == [Stage.inputs([], base: 1)])
    #expect(s.receive(Stage.output(a: 12)) == [.attached(Stage.a), .deliver(Stage.frame)])
    #expect(s.type(1) == [Stage.inputs([1], base: 1)])
    #expect(s.type(2) == [Stage.inputs([2], base: 1)])
    #expect(s.receive(Stage.output(a: 12, last: 1)) == [.deliver(Stage.frame)])
    #expect(s.type(3) == [Stage.inputs([3], base: 2)])
    #expect(s.route.inputsPending == 2)
  }

  @Test func `asks again, each time later, until somebody answers`() {
    var s = Stage()
    _ = s.start()
    #expect(s.after(499) == [])
    #expect(s.after(1) == [Stage.attach(seen: 10)])
    #expect(s.after(999) == [])
    #expect(s.after(1) == [Stage.attach(seen: 10)])
    #expect(s.after(2000) == [Stage.attach(seen: 10)])
    #expect(s.after(4000) == [Stage.attach(seen: 10)])
    #expect(s.after(4000) == [Stage.attach(seen: 10)])
  }

  @Test func `inputs wait while nobody holds the character`() {
    var s = Stage()
    _ = s.start()
    #expect(s.type(1) == [])
    #expect(s.type(2) == [])
    #expect(s.receive(Stage.moved(Stage.a, 12)) == [Stage.inputs([1, 2], base: 1)])
  }

  @Test func `a new route gets everything unacknowledged, with the base`() {
    var s = Stage()
    s.attached()
    _ = s.type(1)
    _ = s.receive(Stage.output(a: 12, last: 1))
    _ = s.type(2)
    _ = s.type(3)
    #expect(
      s.receive(Stage.output(in: Stage.b, 13, last: 1), from: 2) == [
        Stage.inputs([2, 3], base: 2, to: Stage.b, shard: 2), .attached(Stage.b),
        .deliver(Stage.frame),
      ])
    #expect(s.route.region == Stage.b)
  }

  @Test func `old news in a silence make it ask`() {
    var s = Stage()
    s.attached()
    #expect(s.receive(Stage.moved(Stage.b, 11)) == [])
    _ = s.after(300)
    // The region of the route only knows that the character went away long ago.
    #expect(s.receive(Stage.moved(Stage.b, 11)) == [Stage.attachAgain(seen: 12)])
  }

  @Test func `outputs of a lower sequence or another log-in are history`() {
    var s = Stage()
    s.attached()
    _ = s.receive(Stage.moved(Stage.b, 13), from: 1)
    _ = s.receive(Stage.output(in: Stage.b, 13), from: 2)
    #expect(s.receive(Stage.output(a: 12, last: 9)) == [])
    #expect(s.receive(Stage.output(in: Stage.b, 20, generation: 2), from: 2) == [])
    #expect(s.receive(Stage.moved(Stage.a, 12)) == [])
    #expect(s.receive(Stage.detached(Stage.a, 12)) == [])
    #expect(s.route.acknowledged == .none)
  }

  @Test func `silence brings a resend, also when there is nothing to send`() {
    var s = Stage()
    s.attached()
    #expect(s.after(299) == [])
    #expect(s.after(1) == [Stage.inputs([], base: 1)])
    _ = s.type(1)
    #expect(s.after(299) == [])
    #expect(s.after(1) == [Stage.inputs([1], base: 1)])
  }

  @Test func `an input lost on the way is sent again though outputs flow`() {
    var s = Stage()
    s.attached()
    _ = s.type(1)
    for _ in 0..<5 {
      #expect(s.after(50) == [])
      #expect(s.receive(Stage.output(a: 12)) == [.deliver(Stage.frame)])
    }
    #expect(s.after(50) == [Stage.inputs([1], base: 1)])
  }

  @Test func `a long silence is told once`() {
    var s = Stage()
    s.attached()
    for _ in 0..<9 { #expect(!s.after(100).contains(.waiting(.regionAway))) }
    #expect(s.after(100).contains(.waiting(.regionAway)))
    #expect(!s.after(100).contains(.waiting(.regionAway)))
    #expect(s.receive(Stage.output(a: 12)) == [.attached(Stage.a), .deliver(Stage.frame)])
  }

  @Test func `detached or not here on the current route starts an attach`() {
    var s = Stage()
    s.attached()
    #expect(s.receive(Stage.notHere(Stage.b)) == [])
    #expect(s.receive(Stage.notHere(Stage.a, epoch: 4)) == [])
    #expect(s.receive(Stage.notHere(Stage.a)) == [Stage.attachAgain(seen: 12)])
    #expect(s.receive(Stage.notHere(Stage.a)) == [])
    _ = s.receive(Stage.output(a: 14))
    #expect(s.receive(Stage.detached(Stage.a, 14)) == [Stage.attachAgain(seen: 14)])
  }

  @Test func `a detachment with a higher sequence is a route and its end`() {
    var s = Stage()
    s.attached()
    #expect(
      s.receive(Stage.detached(Stage.b, 13), from: 2) == [
        Stage.attachAgain(Stage.b, seen: 13, shard: 2)
      ])
  }

  @Test func `a region of an old epoch is told, and does not count`() {
    var s = Stage()
    s.attached()
    _ = s.type(1)
    s.directory.owners[Stage.a] = RegionOwner(shard: ShardID(2), epoch: Epoch(6))
    #expect(
      s.receive(Stage.output(a: 12, last: 1)) == [
        .send(Stage.stale(Stage.a, epoch: 6), to: ShardID(1)),
        Stage.attachAgain(seen: 12, epoch: 6, shard: 2),
      ])
    #expect(s.route.acknowledged == .none)
    #expect(s.receive(Stage.output(a: 12, last: 1)) == [])
  }

  @Test func `a stale epoch asks for the directory, then attaches`() {
    var s = Stage()
    s.attached()
    #expect(s.receive(Stage.stale(Stage.a, epoch: 6)) == [.heardEpoch(Stage.a, Epoch(6))])
    s.directory.owners[Stage.a] = RegionOwner(shard: ShardID(2), epoch: Epoch(6))
    #expect(
      s.receive(Stage.stale(Stage.a, epoch: 6)) == [Stage.attachAgain(seen: 12, epoch: 6, shard: 2)]
    )
  }

  @Test func `an output of a newer epoch than the directory's asks for it once`() {
    var s = Stage()
    s.attached()
    #expect(
      s.receive(Stage.output(a: 12, epoch: 6)) == [
        .heardEpoch(Stage.a, Epoch(6)), .deliver(Stage.frame),
      ])
    #expect(s.receive(Stage.output(a: 12, epoch: 6)) == [.deliver(Stage.frame)])
  }

  /// A region that moves keeps the sequences; two links keep no order between them.
  @Test func `what the old owner of a region sent before is not shown after the new one's`() {
    var s = Stage()
    s.attached()
    _ = s.receive(Stage.output(a: 12, last: 3, epoch: 6), from: 2)
    #expect(s.receive(Stage.output(a: 12, last: 2)) == [])
    #expect(s.route.acknowledged == InputSequence(3))
    #expect(s.receive(Stage.output(a: 12, last: 4, epoch: 6), from: 2) == [.deliver(Stage.frame)])
    // A later right to the character is another matter.
    #expect(s.receive(Stage.output(a: 14, last: 4)).contains(.deliver(Stage.frame)))
  }

  @Test func `refusals: wait, or the end`() {
    var s = Stage()
    _ = s.start()
    #expect(s.receive(Stage.refused(.full)) == [.waiting(.full)])
    #expect(s.receive(Stage.refused(.full)) == [])
    #expect(s.receive(Stage.refused(.storageAway)) == [.waiting(.storageAway)])
    #expect(s.after(500) == [Stage.attach(seen: 10)])
    #expect(s.receive(Stage.refused(.staleGeneration)) == [.failed(.takenOver)])
    #expect(s.route.isEnded)
    #expect(s.after(5000) == [])
    #expect(s.receive(Stage.output(a: 99)) == [])
  }

  @Test func `an unknown character ends the session`() {
    var s = Stage()
    _ = s.start()
    #expect(s.receive(Stage.refused(.unknownCharacter)) == [.failed(.unknownCharacter)])
  }

  @Test func `no owner: waits, and goes on when there is one`() {
    var s = Stage()
    s.directory.owners = [:]
    #expect(s.start() == [.waiting(.regionAway)])
    #expect(s.after(500) == [])
    s.directory.owners[Stage.a] = RegionOwner(shard: ShardID(1), epoch: Epoch(6))
    #expect(s.after(1000) == [Stage.attach(seen: 10, epoch: 6)])
  }

  @Test func `leaves, however often it takes, and follows a move`() {
    var s = Stage()
    s.attached()
    #expect(s.route.leave(now: s.now, directory: s.directory) == [Stage.leave()])
    #expect(s.after(500) == [Stage.leave()])
    #expect(s.receive(Stage.moved(Stage.b, 13)) == [Stage.leave(Stage.b, shard: 2)])
    #expect(s.receive(Stage.notHere(Stage.a)) == [])
    let left = ClusterMessage.left(
      Left(character: Stage.session.character, generation: Stage.session.generation))
    #expect(s.receive(left) == [.left])
    #expect(s.receive(left) == [])
  }

  @Test func `a region that knows nothing of the character ends a leave`() {
    var s = Stage()
    s.attached()
    _ = s.route.leave(now: s.now, directory: s.directory)
    #expect(s.receive(Stage.notHere(Stage.a)) == [.left])
  }

  @Test func `verdicts on inputs`() {
    var limits = SessionLimits()
    limits.inputsUnacknowledgedMax = 2
    limits.inputJumpMax = 10
    var route = SessionRoute(
      session: Stage.session, region: Stage.a, sequence: .none, acknowledged: InputSequence(4),
      limits: limits)
    let s = Stage()
    func verdict(_ n: UInt64) -> SessionRoute.InputVerdict {
      route.inputReceived(Stage.input(n), now: s.now, directory: s.directory).verdict
    }
    #expect(verdict(4) == .duplicate)
    #expect(verdict(5) == .accepted)
    #expect(verdict(16) == .invalid)
    #expect(verdict(6) == .accepted)
    #expect(verdict(6) == .duplicate)
    #expect(verdict(7) == .refused)
    #expect(route.inputsRefused == 1)
  }

  @Test func `a resend longer than a message goes on with the outputs`() {
    var limits = SessionLimits()
    limits.inputsPerMessageMax = 2
    var s = Stage()
    s.route = SessionRoute(
      session: Stage.session, region: Stage.a, sequence: .none, acknowledged: .none,
      limits: limits)
    _ = s.start()
    for n in 1...5 as ClosedRange<UInt64> { _ = s.type(n) }
    #expect(s.receive(Stage.moved(Stage.a, 12)) == [Stage.inputs([1, 2], base: 1)])
    #expect(
      s.receive(Stage.output(a: 12, last: 2)) == [
        .attached(Stage.a), .deliver(Stage.frame), Stage.inputs([3, 4], base: 3),
      ])
    #expect(
      s.receive(Stage.output(a: 12, last: 2)) == [
        .deliver(Stage.frame), Stage.inputs([5], base: 3),
      ])
  }

  @Test func `speaks now and then, so that the region does not let the character go`() {
    var s = Stage()
    s.attached()
    for _ in 0..<49 {
      #expect(s.after(100) == [])
      _ = s.receive(Stage.output(a: 12))
    }
    #expect(s.after(100) == [Stage.inputs([], base: 1)])
  }
}
