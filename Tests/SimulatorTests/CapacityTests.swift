import Cluster
import Simulator
import Testing

/// Placement and directory of a cluster with more regions than anybody looks at.
@Suite struct CapacityTests {
  @Test func `everything comes to its place at every stage`() throws {
    let report = try CapacitySimulation(shards: 20, side: 16, processorTime: { 0 }).run()
    #expect(report.stages.count == 5)
    for stage in report.stages { #expect(stage.isSettled, "\(stage)") }
    let start = try #require(report.stages.first)
    #expect(start.claimed == 256 && start.moved == 0)
    let death = report.stages[1]
    #expect(death.claimed > 0 && death.claimed < 30, "only what the dead one had is claimed")
    let crowd = try #require(report.stages.last)
    #expect(crowd.claimed == 0, "a crowd costs nobody its region")
    #expect(report == (try CapacitySimulation(shards: 20, side: 16, processorTime: { 0 }).run()))
  }

  @Test func `what everybody reads of everybody grows with the square`() throws {
    func traffic(_ shards: Int) throws -> ControlTraffic {
      try CapacitySimulation(shards: shards, side: 10, others: 0, processorTime: { 0 })
        .run().traffic
    }
    let (few, many) = (try traffic(20), try traffic(40))
    let growth = Double(many.nodes) / Double(few.nodes)
    let read = many.recordsReadPerSecond / few.recordsReadPerSecond
    #expect(growth > 1.9 && abs(read - growth * growth) < 0.001)
  }
}
