import Cluster
import Model
import Testing
import Wire

@Suite struct MissedUpdatesTests {
  @Test func `asks for a new view where the character is, and nowhere before that`() {
    var early = RouteStage()
    _ = early.start()
    #expect(early.route.updatesMissed(now: early.now, directory: early.directory) == [])
    var s = RouteStage()
    s.attached()
    _ = s.type(1)
    let question = SessionInput(
      session: RouteStage.session, region: RouteStage.a, epoch: Epoch(5),
      base: InputSequence(1), inputs: [], wantsView: true)
    #expect(
      s.route.updatesMissed(now: s.now, directory: s.directory)
        == [.send(.input(question), to: ShardID(1))])
  }
}
