import Testing

/// The house has an up and a down: a module imports only what stands above it, and each outside
/// library belongs to few modules. `docs/architecture.md` says why.
@Suite struct ImportTests {
  struct Module {
    /// Modules of the house.
    var house: Set<String>
    /// Libraries from outside, system ones included.
    var outside: Set<String>
  }

  private static let service: Set = [
    "Logging", "Metrics", "CoreMetrics", "ServiceLifecycle", "Synchronization", "NIOCore",
    "NIOPosix", "FoundationEssentials",
  ]
  private static let system: Set = ["Glibc", "Musl"]
  private static let web: Set = ["Hummingbird", "HummingbirdCore", "HTTPTypes", "Foundation"]

  static let table: [String: Module] = [
    "Model": Module(house: [], outside: []),
    "Security": Module(house: ["Model"], outside: ["COpenSSL"]),
    "World": Module(house: ["Model"], outside: []),
    "Content": Module(
      house: ["Model", "World"],
      outside: ["FoundationEssentials", "CZlib", "CZstd"] + system),
    "Wire": Module(
      house: ["Model"], outside: ["CProtobufC", "CPangeaProto", "NIOCore"] + system),
    "Storage": Module(
      house: ["Model", "Security"],
      outside: [
        "GRDB", "CPostgreSQL", "Foundation", "Dispatch", "Logging", "Metrics", "CoreMetrics",
        "Synchronization",
      ]),
    "Cluster": Module(
      house: ["Model", "Wire"],
      outside: ["CHiredis", "Collections", "DequeModule"] + system + service),
    "Shard": Module(
      house: ["Model", "World", "Content", "Wire", "Cluster", "Storage"], outside: service),
    "Gateway": Module(
      house: ["Model", "Wire", "Cluster", "Storage", "Security"],
      outside: ["DequeModule", "NIOHTTP1", "NIOWebSocket", "NIOSSL"] + service),
    "AdminAPI": Module(
      house: ["Model", "Content", "Wire", "Cluster", "Storage", "Security"],
      outside: web + service),
    "Telemetry": Module(
      house: ["Model"],
      outside: ["CProtobufC", "CPangeaProto", "NIOHTTP1"] + system + web + service),
    "Simulator": Module(
      house: ["Model", "World", "Wire", "Cluster", "Shard"],
      outside: ["Synchronization", "NIOCore"]),
    "Bots": Module(
      house: ["Model", "Wire"],
      outside: ["NIOHTTP1", "NIOWebSocket", "Foundation"] + service),
    "Workloads": Module(
      house: ["Model", "World", "Wire", "Storage", "Cluster", "Shard", "Gateway"],
      outside: ["CWorkloads", "Foundation"] + service),
    "Supervisor": Module(
      house: ["Model"], outside: ["CSupervisor", "Foundation"] + service),
    "Checker": Module(house: ["Model", "Wire", "Cluster", "Storage"], outside: service),
  ]

  /// The executable wires modules and may see them all.
  static let executable = "PangeaCLI"

  @Test func everyModuleHasItsPlace() throws {
    let unknown = try Repository.modules().filter { Self.table[$0] == nil && $0 != Self.executable }
    #expect(unknown == [], "say in the table what a new module may import")
  }

  @Test(arguments: table.keys.sorted())
  func modulesImportOnlyWhatTheyMay(_ name: String) throws {
    let module = try #require(Self.table[name])
    guard try Repository.modules().contains(name) else { return }
    let allowed = module.house.union(module.outside)
    for source in try Repository.swift(in: "Sources/\(name)") {
      let foreign = source.imports.subtracting(allowed).subtracting([name])
      #expect(foreign == [], "\(source.path) may not import these")
    }
  }

  @Test func theHouseHasNoCircles() {
    var above: Set<String> = []
    var left = Self.table
    while let next = left.first(where: { above.isSuperset(of: $0.value.house) }) {
      above.insert(next.key)
      left[next.key] = nil
    }
    #expect(left.isEmpty)
  }
}

private func + (a: Set<String>, b: Set<String>) -> Set<String> { a.union(b) }
