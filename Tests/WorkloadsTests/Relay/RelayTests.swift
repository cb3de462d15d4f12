import Testing

@testable import Workloads

@Suite struct RelayTests {
  /// A whole gateway with clients in C; how fast it is says nothing here.
  @Test func probesGoThroughARealGateway() async throws {
    let report = try await RelayWorkload.run(connections: 4, seconds: 1, runs: 1)
    #expect(report.workload == "W6")
    let trips = report.all.filter { $0.unit == "round trips a second" }
    let others = HAProxyReference.installed == nil ? 1 : 2
    #expect(trips.count == 2 * others, "with 1 and with 16 under way, beside each other")
    for figure in report.all {
      #expect(figure.ours.min > 0, "\(figure.name)")
    }
    for figure in trips {
      #expect(try #require(figure.reference).min > 0 && figure.ratio ?? 0 > 0)
    }
  }
}
