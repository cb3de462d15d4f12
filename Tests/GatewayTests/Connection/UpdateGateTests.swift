import Model
import Testing

@testable import Gateway

@Suite("Update gate")
struct UpdateGateTests {
  private let pause = BootTime.Span.seconds(1)

  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1_000)
  }

  @Test("as long as the client takes what it is sent, everything passes unseen")
  func open() {
    var gate = UpdateGate()
    func look() -> Bool {
      Issue.record("an update was looked into for nothing")
      return true
    }
    for _ in 0..<3 { #expect(gate.passes(isCrowded: false, beginsView: look())) }
    #expect(!gate.isBehind)
    #expect(!gate.asksForView(now: at(0), pause: pause))
  }

  @Test("after one that was left out, nothing passes but a new view")
  func behind() {
    var gate = UpdateGate()
    #expect(!gate.passes(isCrowded: true, beginsView: false))
    #expect(gate.isBehind)
    #expect(!gate.passes(isCrowded: false, beginsView: false), "there is room, but not for this")
    #expect(!gate.passes(isCrowded: true, beginsView: true), "no room for a view either")
    #expect(gate.isBehind)
    #expect(gate.passes(isCrowded: false, beginsView: true))
    #expect(!gate.isBehind)
    #expect(gate.passes(isCrowded: false, beginsView: false))
  }

  @Test("it asks at once, and again after a pause while no view comes")
  func asks() {
    var gate = UpdateGate()
    _ = gate.passes(isCrowded: true, beginsView: false)
    #expect(gate.asksForView(now: at(0), pause: pause))
    #expect(!gate.asksForView(now: at(999), pause: pause))
    #expect(gate.asksForView(now: at(1_000), pause: pause))
  }

  @Test("one that falls behind again and again costs its region a view a second at most")
  func paces() {
    var gate = UpdateGate()
    var views = 0
    for now in 0..<10_000 as Range<Int64> {
      _ = gate.passes(isCrowded: true, beginsView: false)
      guard gate.asksForView(now: at(now), pause: pause) else { continue }
      views += 1
      #expect(gate.passes(isCrowded: false, beginsView: true))
    }
    #expect(views == 10)
  }
}
