// The fuzzers of Pangea's decoders in one program: PANGEA_FUZZ_TARGET names the decoder, the rest
// is libFuzzer's. With PANGEA_FUZZ_VERDICTS=1 it only says what each file given is read as.
import FoundationEssentials
import Glibc

private typealias Bytes = UnsafePointer<UInt8>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ argc: UnsafeMutablePointer<Int32>,
  _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ one: @convention(c) (Bytes?, Int) -> Int32
) -> Int32

/// libFuzzer's own `main` asks for it; the driver above is given another.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { 0 }

enum Fuzzer {
  static let targets: [String: @Sendable ([UInt8]) -> String] = [
    "account": { AccountDocumentProbe.verdict(of: $0) },
    "cargo": { CargoProbe.verdict(of: $0) },
    "client": { ClientFrameProbe.verdict(of: $0) },
    "cluster": { ClusterFrameProbe.verdict(of: $0) },
    "definitions": { DefinitionsProbe.verdict(of: $0) },
    "layer": { InflationProbe.verdict(of: $0) },
    "map": { TiledProbe.map($0) },
    "mesh": { MeshStreamProbe.verdict(of: $0) },
    "redis": { RedisReplyProbe.verdict(of: $0) },
    "registry": { RegistryProbe.verdict(of: $0) },
    "server": { ServerFrameProbe.verdict(of: $0) },
    "snapshot": { SnapshotProbe.verdict(of: $0) },
    "state": { StoredStateProbe.verdict(of: $0) },
    "template": { TiledProbe.template($0) },
    "tileset": { TiledProbe.tileset($0) },
    "transport": { TransportProbe.verdict(of: $0) },
    "world": { TiledProbe.world($0) },
    "xmlmap": { TiledProbe.xmlMap($0) },
  ]

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  static let verdict: @Sendable ([UInt8]) -> String = {
    guard let target = targets[environment("PANGEA_FUZZ_TARGET") ?? ""] else {
      fail("PANGEA_FUZZ_TARGET must be one of: " + targets.keys.sorted().joined(separator: " "))
    }
    return target
  }()

  static func fail(_ words: String) -> Never {
    let line = words + "\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    abort()
  }

  static func one(_ bytes: [UInt8]) {
    let verdict = verdict(bytes)
    if verdict.hasPrefix("broken") { fail(verdict) }
  }

  static func printVerdicts(of files: [String]) {
    for file in files {
      guard let bytes = try? Data(contentsOf: URL(filePath: file)) else {
        fail("cannot read \(file)")
      }
      let name = file.split(separator: "/").last.map(String.init) ?? file
      print(name, verdict([UInt8](bytes)), separator: "\t")
    }
  }
}

if Fuzzer.environment("PANGEA_FUZZ_VERDICTS") != nil {
  Fuzzer.printVerdicts(of: Array(CommandLine.arguments.dropFirst()))
} else {
  _ = Fuzzer.verdict
  var count = CommandLine.argc
  var words = CommandLine.unsafeArgv
  exit(
    runDriver(&count, &words) { bytes, count in
      Fuzzer.one(Array(UnsafeBufferPointer(start: bytes, count: count)))
      return 0
    })
}
