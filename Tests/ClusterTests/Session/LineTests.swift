import Cluster
import Model
import Testing
import Wire

/// A session that waits in the line of its region.
@Suite struct LineTests {
  private typealias Stage = RouteStage

  private func refused(_ place: UInt32) -> ClusterMessage {
    .attachRefused(
      AttachRefused(
        character: Stage.session.character, generation: Stage.session.generation, region: Stage.a,
        epoch: Epoch(5), reason: .full, place: place))
  }

  @Test func `tries every second, and tells the place when it changes`() {
    var s = Stage()
    _ = s.start()
    #expect(s.receive(refused(3)) == [.waiting(.inLine(place: 3))])
    for _ in 0..<20 {
      #expect(s.after(999) == [])
      #expect(s.after(1) == [Stage.attach(seen: 10)])
      #expect(s.receive(refused(3)) == [])
    }
    _ = s.after(1_000)
    #expect(s.receive(refused(1)) == [.waiting(.inLine(place: 1))])
    _ = s.after(1_000)
    #expect(
      s.receive(Stage.output(a: 12)).contains(.attached(Stage.a)), "its turn has come")
  }

  @Test func `goes on trying when an answer is lost`() {
    var s = Stage()
    _ = s.start()
    _ = s.receive(refused(3))
    #expect(s.after(1_000) == [Stage.attach(seen: 10)])
    #expect(s.after(1_000) == [Stage.attach(seen: 10)])
  }

  @Test func `who was in the world says so`() {
    var s = Stage()
    s.attached()
    #expect(s.route.hasPlayed)
    let again = s.receive(Stage.notHere(Stage.a))
    let attaches = again.compactMap { action -> Attach? in
      guard case .send(.attach(let attach), _) = action else { return nil }
      return attach
    }
    #expect(attaches.map(\.isReturning) == [true])
  }
}
