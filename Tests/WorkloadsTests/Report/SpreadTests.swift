import Testing

@testable import Workloads

@Suite struct SpreadTests {
  @Test(arguments: [
    ([3.0], 3.0, 3.0, 3.0),
    ([5, 1, 3], 3, 1, 5),
    ([4, 1, 2, 3], 2.5, 1, 4),
    ([2, 2, 2, 9, 1], 2, 1, 9),
  ])
  func medianAndEnds(samples: [Double], median: Double, min: Double, max: Double) {
    let spread = Spread(of: samples)
    #expect(spread.median == median && spread.min == min && spread.max == max)
  }

  @Test func runsThatMightBeTheSameOverlap() {
    let low = Spread(of: [1, 2, 3])
    #expect(low.overlaps(Spread(of: [3, 4])))
    #expect(Spread(of: [3, 4]).overlaps(low))
    #expect(low.overlaps(Spread(of: [2])))
    #expect(!low.overlaps(Spread(of: [3.1, 4])))
    #expect(low.scaled(by: 2) == Spread(of: [2, 4, 6]))
  }

  @Test func sidesTakeTurns() async throws {
    var order = ""
    let turns = Turns.take(3) {
      order += "o"
      return Double(order.count)
    } reference: {
      order += "r"
      return Double(order.count)
    }
    #expect(order == "ororor")
    #expect(turns.ours == [1, 3, 5] && turns.reference == [2, 4, 6])
    let later = await Turns.take(2) {
      await Task.yield()
      order += "O"
      return 0
    } reference: {
      order += "R"
      return 1
    }
    #expect(order.hasSuffix("OROR") && later.reference == [1, 1])
  }

  @Test func theMachineTellsItsTime() {
    let before = MachineTime.now()
    var sum = 0.0
    while before.idleShare() == 0, sum < 1e7 { sum += 1 }
    #expect((0...1).contains(before.idleShare()))
    #expect(MachineTime.processors >= 1)
    #expect(MachineTime.description.hasPrefix("\(MachineTime.processors) × "))
  }
}
