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
    for _ in 0..<3 {
      let passes = gate.passes(isCrowded: false, beginsView: look())
      #expect(passes)
    }
    #expect(!gate.isBehind)
    let asks = gate.asksForView(now: at(0), pause: pause)
    #expect(!asks)
  }

  @Test("after one that was left out, nothing passes but a new view")
  func behind() {
    var gate = UpdateGate()
    func passes(isCrowded: Bool, beginsView: Bool) -> Bool {
      gate.passes(isCrowded: isCrowded, beginsView: beginsView)
    }
    #expect(!passes(isCrowded: true, beginsView: false))
    #expect(gate.isBehind)
    #expect(!passes(isCrowded: false, beginsView: false), "there is room, but not for this")
    #expect(!passes(isCrowded: true, beginsView: true), "no room for a view either")
    #expect(gate.isBehind)
    #expect(passes(isCrowded: false, beginsView: true))
    #expect(!gate.isBehind)
    #expect(passes(isCrowded: false, beginsView: false))
  }

  @Test("it asks at once, and again after a pause while no view comes")
  func asks() {
    var gate = UpdateGate()
    _ = gate.passes(isCrowded: true, beginsView: false)
    let asks = [0, 999, 1_000, 1_001].map { gate.asksForView(now: at($0), pause: pause) }
    #expect(asks == [true, false, true, false])
  }

  @Test("one that falls behind again and again costs its region a view a second at most")
  func paces() {
    var gate = UpdateGate()
    var views = 0
    for now in 0..<10_000 as Range<Int64> {
      _ = gate.passes(isCrowded: true, beginsView: false)
      guard gate.asksForView(now: at(now), pause: pause) else { continue }
      views += 1
      _ = gate.passes(isCrowded: false, beginsView: true)
      #expect(!gate.isBehind)
    }
    #expect(views == 10)
  }
}
