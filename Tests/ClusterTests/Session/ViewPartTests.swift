import Cluster
import Model
import Testing
import Wire

/// A region shows a player its view in parts; the gateway delivers those that follow one another.
@Suite struct ViewPartTests {
  /// A stage whose player was shown the parts 21, which is whole, and 22.
  private func shown() -> RouteStage {
    var stage = RouteStage()
    _ = stage.start()
    #expect(isDelivered(part(21, isWhole: true), &stage))
    #expect(isDelivered(part(22), &stage))
    return stage
  }

  private func part(
    _ number: UInt64, isWhole: Bool = false, of sequence: UInt64 = 12, epoch: UInt64 = 5,
    last: UInt64 = 0
  ) -> ClusterMessage {
    RouteStage.output(
      in: RouteStage.a, sequence, last: last, epoch: epoch,
      part: ViewPart(number: number, isWhole: isWhole))
  }

  private func isDelivered(_ message: ClusterMessage, _ stage: inout RouteStage) -> Bool {
    stage.receive(message).contains(.deliver(RouteStage.frame))
  }

  private func asksForView(_ actions: [SessionRoute.Action]) -> Bool {
    actions.contains {
      if case .send(.input(let input), to: ShardID(1)) = $0 { input.wantsView } else { false }
    }
  }

  @Test func `what was shown is not shown again`() {
    var stage = shown()
    #expect(stage.receive(part(22)) == [])
    #expect(stage.receive(part(21, isWhole: true)) == [])
    #expect(isDelivered(part(23), &stage))
  }

  @Test func `after a gap nothing is delivered but a whole part, which is asked for`() {
    var stage = shown()
    let lost = stage.receive(part(24, last: 3))
    #expect(asksForView(lost))
    #expect(!lost.contains(.deliver(RouteStage.frame)))
    #expect(stage.route.acknowledged == InputSequence(3), "the region took the inputs all the same")
    #expect(stage.receive(part(25)) == [], "it was asked a moment ago")
    #expect(isDelivered(part(26, isWhole: true), &stage))
    #expect(isDelivered(part(27), &stage))
  }

  @Test func `asks again while none comes`() {
    var stage = shown()
    #expect(asksForView(stage.receive(part(24))))
    _ = stage.after(300)
    #expect(asksForView(stage.receive(part(30))))
  }

  @Test func `a part that comes late closes its gap`() {
    var stage = shown()
    #expect(!isDelivered(part(24), &stage))
    #expect(isDelivered(part(23), &stage))
    #expect(isDelivered(part(24), &stage))
  }

  @Test func `a client is not told of a region that shows it nothing whole`() {
    var stage = RouteStage()
    _ = stage.start()
    let early = stage.receive(part(22))
    #expect(asksForView(early))
    #expect(!early.contains(.attached(RouteStage.a)))
    #expect(stage.receive(part(23, isWhole: true)).contains(.attached(RouteStage.a)))
  }

  @Test(arguments: [(13, 5), (12, 6)] as [(UInt64, UInt64)])
  func `another owner begins with a whole part, whatever its number`(
    sequence: UInt64, epoch: UInt64
  ) {
    var stage = shown()
    stage.directory.owners[RouteStage.a] = RegionOwner(shard: ShardID(1), epoch: Epoch(epoch))
    #expect(!isDelivered(part(23, of: sequence, epoch: epoch), &stage))
    #expect(isDelivered(part(3, isWhole: true, of: sequence, epoch: epoch), &stage))
    #expect(isDelivered(part(4, of: sequence, epoch: epoch), &stage))
    #expect(!isDelivered(part(23), &stage), "the one before says no more")
  }

  @Test func `the last part before a handoff is shown, also when the news of it was faster`() {
    var stage = shown()
    _ = stage.receive(RouteStage.moved(RouteStage.b, 13), from: 2)
    #expect(stage.route.region == RouteStage.b)
    #expect(stage.receive(part(23)) == [.deliver(RouteStage.frame)])
    #expect(stage.receive(part(25)) == [], "nobody is asked for what is missing")
    #expect(stage.route.region == RouteStage.b)
    let next = RouteStage.output(
      in: RouteStage.b, 13, part: ViewPart(number: 7, isWhole: true))
    #expect(stage.receive(next, from: 2).contains(.deliver(RouteStage.frame)))
    #expect(stage.receive(part(24)) == [], "the next one has spoken")
  }

  @Test func `what is no part is delivered in any case`() {
    var stage = shown()
    #expect(!isDelivered(part(24), &stage))
    #expect(isDelivered(RouteStage.output(a: 12), &stage))
    #expect(!isDelivered(part(25), &stage))
  }
}
