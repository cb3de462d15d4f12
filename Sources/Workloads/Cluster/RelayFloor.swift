import CWorkloads

/// What it costs to move the same bytes without a game: a plain-C server behind a plain-C gateway,
/// on the server processes' core, with as many clients and frames of the same sizes.
struct RelayFloor {
  static let name = "plain C gateway and server, same frames"

  var players: Int
  /// Bytes of a frame to the server, and how many of them each player sends in a second.
  var inputBytes: Int
  var inputsPerSecond: Double
  var snapshotBytes: Int
  var snapshotsPerSecond: Double
  var seconds: Double

  /// The frames that a sample was about.
  init(like sample: LoadSample, seconds: Double) {
    players = sample.playing
    let frames = Double(sample.playing) * sample.seconds
    inputBytes = max(Int(sample.bytesPerInput) - 4, 8)
    inputsPerSecond = max(sample.inputsSent / frames, 0.1)
    snapshotBytes = max(Int(sample.bytesPerSnapshot) - 4, 8)
    snapshotsPerSecond = max(sample.snapshots / frames, 0.1)
    self.seconds = seconds
  }

  /// Microseconds of CPU for each player and second.
  func run() throws(WorkloadError) -> (gateway: Double, server: Double) {
    var (serverPort, port): (Int32, Int32) = (0, 0)
    var serving = relay_server()
    serving.core = BenchHost.serverCore
    serving.is_behind_gateway = true
    serving.pushes_per_second = snapshotsPerSecond
    serving.push_bytes = UInt32(snapshotBytes)
    guard let server = relay_server_start(&serving, &serverPort) else { throw .noMemory }
    defer { relay_part_stop(server) }
    guard let gateway = relay_gateway_start(BenchHost.serverCore, serverPort, &port) else {
      throw .noMemory
    }
    defer { relay_part_stop(gateway) }
    var load = relay_load()
    load.port = port
    load.connections = Int32(players)
    load.bytes = UInt32(inputBytes)
    load.frames_per_second = inputsPerSecond
    load.core = BenchHost.loadCore
    load.warm_seconds = 0.5
    load.seconds = seconds
    load.gateway = gateway
    load.server = server
    var result = relay_load_result()
    let failure = relay_load_run(&load, &result)
    guard failure == 0 else { throw .failed("the plain-C chain broke, error \(failure)") }
    let playerSeconds = Double(players) * result.seconds
    return (
      Double(result.gateway_nanoseconds) / 1e3 / playerSeconds,
      Double(result.server_nanoseconds) / 1e3 / playerSeconds
    )
  }
}
