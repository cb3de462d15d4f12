// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled alike: warnings are errors, and a plain async function stays on
/// its caller's executor (without that a region awaiting a helper pays a thread hop).
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTestKit = Target.Dependency.product(
  name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

/// One library module of the house; `Tests/TidyTests` keeps the import directions.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module, in a folder that mirrors it.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: name, dependencies: dependencies, exclude: [], resources: resources,
    swiftSettings: strict)
}

let package = Package(
  name: "pangea",
  products: [.executable(name: "pangea", targets: ["PangeaCLI"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2")),
    .package(url: "https://github.com/apple/swift-nio-ssl", .upToNextMinor(from: "2.37.6")),
    .package(url: "https://github.com/apple/swift-log", .upToNextMinor(from: "1.16.2")),
    .package(url: "https://github.com/apple/swift-metrics", .upToNextMinor(from: "2.13.0")),
    .package(
      url: "https://github.com/swift-server/swift-service-lifecycle",
      .upToNextMinor(from: "2.13.0")),
    .package(
      url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
    .package(url: "https://github.com/apple/swift-collections", .upToNextMinor(from: "1.6.0")),
    .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", .upToNextMinor(from: "2.28.1")),
  ],
  targets: [
    // C: system libraries, the generated protocol, the references of the benchmarks.
    .systemLibrary(name: "CHiredis"),
    .systemLibrary(name: "CProtobufC"),
    .systemLibrary(name: "COpenSSL"),
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),
    .target(
      name: "CPangeaProto", path: "Proto",
      exclude: ["client.proto", "cluster.proto", "otlp.proto", "generate.sh", "fixtures.sh"],
      publicHeadersPath: "include",
      linkerSettings: [.linkedLibrary("protobuf-c")]),
    .target(name: "CSupervisor"),
    .target(
      name: "CWorkloads", cSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("m")]),

    // The house, from the ground up.
    module("Model", []),
    module("Security", ["Model", "COpenSSL"]),
    module("World", ["Model"]),
    module("Content", ["Model", "World", "CZlib", "CZstd"]),
    module("Wire", ["Model", "CProtobufC", "CPangeaProto", nioCore]),
    module("Storage", ["Model", "Security", "CPostgreSQL", grdb, logging, metrics]),
    module(
      "Cluster",
      ["Model", "Wire", "CHiredis", nioCore, nioPosix, logging, metrics, lifecycle, collections]),
    module(
      "Shard",
      [
        "Model", "World", "Content", "Wire", "Cluster", "Storage", nioCore, nioPosix, logging,
        metrics, lifecycle,
      ]),
    module(
      "Gateway",
      [
        "Model", "Wire", "Cluster", "Storage", "Security", nioCore, nioPosix, nioHTTP1, nioSSL,
        logging, metrics, lifecycle, collections,
      ]),
    module(
      "AdminAPI",
      [
        "Model", "Content", "Wire", "Cluster", "Storage", "Security", hummingbird, nioCore,
        nioPosix, logging, metrics, lifecycle,
      ]),
    module(
      "Telemetry",
      [
        "Model", "CProtobufC", "CPangeaProto", hummingbird, nioCore, nioPosix, nioHTTP1, logging,
        metrics, lifecycle,
      ]),
    module("Simulator", ["Model", "Wire", "Cluster", nioCore]),
    module("Bots", ["Model", "Wire", nioCore, nioPosix, logging]),
    module(
      "Workloads",
      [
        "Model", "World", "Wire", "Storage", "Cluster", "Shard", "Gateway", "CWorkloads", nioCore,
        nioPosix, logging,
      ]),
    module("Supervisor", ["Model", "CSupervisor", nioCore, nioPosix]),
    module("Checker", ["Model", "Wire", "Cluster", "Storage", nioCore, logging, lifecycle]),
    .executableTarget(
      name: "PangeaCLI",
      dependencies: [
        "Model", "World", "Content", "Wire", "Storage", "Security", "Cluster", "Shard", "Gateway",
        "AdminAPI", "Telemetry", "Simulator", "Bots", "Workloads", "Supervisor", "Checker",
        argumentParser, nioCore, nioPosix, logging, metrics, lifecycle,
      ],
      swiftSettings: strict),

    // Tests mirror the modules.
    tests("ModelTests", ["Model"]),
    tests("SecurityTests", ["Security"]),
    tests("WorldTests", ["World", "Model"]),
    tests("ContentTests", ["Content", "World", "Model"]),
    tests("WireTests", ["Wire", "Model", "CPangeaProto", "CProtobufC", nioCore]),
    tests("StorageTests", ["Storage", "Model", "CPostgreSQL", grdb, metrics]),
    tests("ClusterTests", ["Cluster", "Wire", "Model", nioCore, nioPosix, nioEmbedded, logging]),
    tests(
      "ShardTests",
      [
        "Shard", "World", "Content", "Wire", "Cluster", "Storage", "Model", nioCore, nioPosix,
        nioEmbedded, logging,
      ]),
    tests(
      "GatewayTests",
      [
        "Gateway", "Wire", "Cluster", "Storage", "Security", "Model", nioCore, nioPosix, nioHTTP1,
        nioSSL, nioEmbedded, logging,
      ]),
    tests(
      "AdminAPITests",
      [
        "AdminAPI", "Wire", "Cluster", "Storage", "Security", "Model", nioCore, nioPosix,
        hummingbird, lifecycle, lifecycleTestKit, logging,
      ]),
    tests(
      "TelemetryTests",
      ["Telemetry", "Model", nioCore, nioPosix, nioHTTP1, logging, metrics, lifecycle]),
    tests("SimulatorTests", ["Simulator", "Cluster", "Wire", "Model"]),
    tests(
      "WorkloadsTests",
      ["Workloads", "CWorkloads", "Content", "Wire", "Model", "Shard", nioCore, nioPosix]),
    tests("BotsTests", ["Bots", "Wire", "Model", nioCore, nioPosix, logging]),
    .executableTarget(
      name: "RoleDouble", dependencies: ["Supervisor", nioCore, nioPosix],
      path: "Tests/RoleDouble", swiftSettings: strict),
    tests("SupervisorTests", ["Supervisor", "CSupervisor", "RoleDouble", nioCore, nioPosix]),
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .executableTarget(
      name: "Allocations",
      dependencies: [
        "Model", "World", "Wire", "Storage", "Cluster", "Shard", "Workloads", "CWorkloads",
        "CAllocations", nioCore,
      ],
      path: "Tests/Allocations", swiftSettings: strict),
    tests("AllocationTests", ["Supervisor", "Allocations"]),
    tests("CheckerTests", ["Checker", "Storage", "Cluster", "Wire", "Model"]),
    tests("TidyTests", []),
    tests(
      "IntegrationTests",
      ["Model", "Wire", "Supervisor", "Bots", "Storage", nioCore, nioPosix, logging]),
  ]
)
