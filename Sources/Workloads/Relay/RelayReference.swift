import CWorkloads

/// The same way in plain C: clients, a gateway that brings them together on one connection, and a
/// server that sends everything back.
struct RelayReference {
  static let name = "plain C gateway"

  var connections: Int
  var outstanding: Int
  var seconds: Double
  /// Of gateway and server, and of the clients; nil: any.
  var cores: (server: Int32, load: Int32)?

  struct Result: Sendable {
    var perSecond: Double
    /// Nanoseconds of the gateway's thread.
    var gatewayPerRoundTrip: Double
  }

  func run() async throws(WorkloadError) -> Result {
    let (connections, outstanding, seconds) = (connections, outstanding, seconds)
    let (core, load) = cores ?? (-1, -1)
    return try await ProbeLoad.offLoop { () throws(WorkloadError) in
      var serverPort: Int32 = 0
      var port: Int32 = 0
      var settings = relay_server(
        core: core, is_behind_gateway: true, pushes_per_second: 0, push_bytes: 0)
      guard let server = relay_server_start(&settings, &serverPort) else { throw .noMemory }
      defer { relay_part_stop(server) }
      guard let gateway = relay_gateway_start(core, serverPort, &port) else { throw .noMemory }
      defer { relay_part_stop(gateway) }
      var clients = relay_load()
      clients.port = port
      clients.connections = Int32(connections)
      clients.bytes = 32
      clients.outstanding = Int32(outstanding)
      clients.core = load
      clients.warm_seconds = ProbeLoad.warmSeconds
      clients.seconds = seconds
      clients.gateway = gateway
      clients.server = server
      var result = relay_load_result()
      let failure = relay_load_run(&clients, &result)
      guard failure == 0, result.received > 0 else {
        throw .failed("The plain C gateway broke (error \(failure)).")
      }
      return Result(
        perSecond: Double(result.received) / result.seconds,
        gatewayPerRoundTrip: Double(result.gateway_nanoseconds) / Double(result.received))
    }
  }
}
