import CWorkloads
import FoundationEssentials

/// The same frames through HAProxy, which opens a connection to the server for each of its clients.
struct HAProxyReference {
  static let name = "HAProxy"

  var executable: String
  var connections: Int
  var outstanding: Int
  var seconds: Double
  /// Of proxy and server, and of the clients; nil: any.
  var cores: (server: Int32, load: Int32)?
  /// Where its configuration and its output go.
  var folder: URL

  /// Where Debian's package has it; nil: it is not installed.
  static var installed: String? {
    let path = "/usr/sbin/haproxy"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  private static let secondsToStartMax = 10

  /// Round trips a second.
  func run() async throws -> Double {
    var serverPort: Int32 = 0
    var settings = relay_server(
      core: cores?.server ?? -1, is_behind_gateway: false, pushes_per_second: 0, push_bytes: 0)
    guard let server = relay_server_start(&settings, &serverPort) else {
      throw WorkloadError.noMemory
    }
    defer { relay_part_stop(server) }
    // It cannot be asked which port it took, so it is given one: another when that is taken.
    for _ in 0..<5 {
      let port = Int32.random(in: 12_000...18_000)
      guard let proxy = try start(port: port, serverPort: serverPort) else { continue }
      return try await measure(port: port, proxy)
    }
    throw WorkloadError.failed("HAProxy did not start")
  }

  /// Nil when it ended at once.
  private func start(port: Int32, serverPort: Int32) throws -> ChildProgram? {
    let file = folder.appending(path: "haproxy.cfg")
    let text = """
      global
        nbthread 1
        maxconn 4096
      defaults
        mode tcp
        timeout connect 5s
        timeout client 60s
        timeout server 60s
      listen relay
        bind 127.0.0.1:\(port)
        server echo 127.0.0.1:\(serverPort)

      """
    try Data(text.utf8).write(to: file)
    return ChildProgram(
      executable, arguments: ["-db", "-f", file.path],
      output: folder.appending(path: "haproxy.log").path, core: cores?.server ?? -1)
  }

  private func measure(port: Int32, _ proxy: borrowing ChildProgram) async throws -> Double {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(Self.secondsToStartMax)
    while true {
      let (perSecond, failure) = try await load(port: port)
      if failure == 0, perSecond > 0 { return perSecond }
      guard failure == Self.refused, proxy.isRunning, clock.now < deadline else {
        throw WorkloadError.failed("HAProxy's connections broke (error \(failure)).")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Nobody listens there yet.
  private static let refused: Int32 = 111

  private func load(port: Int32) async throws -> (perSecond: Double, failure: Int32) {
    let (connections, outstanding, seconds) = (connections, outstanding, seconds)
    let core = cores?.load ?? -1
    return try await ProbeLoad.offLoop {
      var clients = relay_load()
      clients.port = port
      clients.connections = Int32(connections)
      clients.bytes = 32
      clients.outstanding = Int32(outstanding)
      clients.core = core
      clients.warm_seconds = ProbeLoad.warmSeconds
      clients.seconds = seconds
      var result = relay_load_result()
      let failure = relay_load_run(&clients, &result)
      return (result.seconds > 0 ? Double(result.received) / result.seconds : 0, failure)
    }
  }
}
