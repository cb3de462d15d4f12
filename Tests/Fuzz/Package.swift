// swift-tools-version: 6.2
import PackageDescription

// The fuzzers of the decoders. `tools/fuzz.sh` lays this package out under .build/fuzz: modules, or
// those files of them that decode, as links into Sources, so that coverage is measured in them alone.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-enable-testing"]),
]
let isPlain = Context.environment["PANGEA_FUZZ_PLAIN"] != nil
let watching = isPlain ? [] : ["-sanitize=fuzzer"]
let watched = strict + [.unsafeFlags(watching + ["-parse-as-library"])]
let linker = Context.environment["PANGEA_FUZZ_LINKER"].map { ["-use-ld=\($0)"] } ?? []

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")

let package = Package(
  name: "fuzz",
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2"))
  ],
  targets: [
    .systemLibrary(name: "CHiredis"),
    .systemLibrary(name: "CProtobufC"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),
    .target(
      name: "CPangeaProto",
      exclude: ["client.proto", "cluster.proto", "generate.sh", "fixtures.sh"],
      publicHeadersPath: "include",
      linkerSettings: [.linkedLibrary("protobuf-c")]),
    .target(name: "Model", swiftSettings: strict),
    .target(name: "World", dependencies: ["Model"], swiftSettings: strict),
    .target(
      name: "Content", dependencies: ["Model", "World", "CZlib", "CZstd"], swiftSettings: watched),
    .target(
      name: "Wire", dependencies: ["Model", "CProtobufC", "CPangeaProto", nioCore],
      swiftSettings: watched),
    .target(
      name: "Cluster", dependencies: ["Model", "Wire", "CHiredis", nioCore],
      swiftSettings: watched),
    .target(
      name: "Gateway", dependencies: ["Model", "Wire", nioCore, nioHTTP1], swiftSettings: watched),
    .target(
      name: "Shard", dependencies: ["Model", "Wire", "Cluster", "CHiredis", nioCore],
      swiftSettings: watched),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Model", "Content", "Wire", "Cluster", "Gateway", "Shard", nioCore, nioEmbedded,
      ],
      swiftSettings: strict,
      linkerSettings: [.unsafeFlags(watching + linker)]),
  ]
)
