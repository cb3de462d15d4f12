import CWorkloads
import NIOPosix

/// Clients in C that probe a gateway in a closed loop.
package struct ProbeLoad: Sendable {
  /// The gateway's TCP port.
  package var port: Int
  package var connections: Int
  /// Probes of each connection that are under way all the time.
  package var outstanding: Int
  package var seconds: Double
  /// The processor of the clients; -1: any.
  var core: Int32 = -1
  /// The clocks of gateway and shard, see `workload_thread_clock`.
  var clocks: (gateway: Int32, shard: Int32) = (0, 0)

  /// Called on the clients' thread, as the load goes on.
  package struct Hooks: Sendable {
    /// Everybody plays.
    var joined: @Sendable () -> Void = {}
    /// Every probe is answered, and everybody still plays.
    var probed: @Sendable () -> Void = {}

    package init(
      joined: @escaping @Sendable () -> Void = {}, probed: @escaping @Sendable () -> Void = {}
    ) {
      self.joined = joined
      self.probed = probed
    }
  }

  static let warmSeconds = 0.3
  private static let secondsToJoinMax = 30.0

  package init(port: Int, connections: Int, outstanding: Int, seconds: Double) {
    self.port = port
    self.connections = connections
    self.outstanding = outstanding
    self.seconds = seconds
  }

  /// Logs in, probes, and leaves, on a thread of its own.
  package func run(_ hooks: Hooks = Hooks()) async throws(WorkloadError) -> probes_result {
    try await Self.offLoop { () throws(WorkloadError) in
      var failure: Int32 = 0
      guard
        let probes = probes_open(
          Int32(port), Int32(connections), Self.secondsToJoinMax, &failure)
      else { throw .failed("The clients could not join (error \(failure)).") }
      defer { probes_close(probes) }
      hooks.joined()
      var settings = probes_settings(
        outstanding: Int32(outstanding), core: core, warm_seconds: Self.warmSeconds,
        seconds: seconds, gateway_clock: clocks.gateway, shard_clock: clocks.shard)
      var result = probes_result()
      failure = probes_run(probes, &settings, &result)
      guard failure == 0, result.round_trips > 0 else {
        throw .failed("A client lost its connection (error \(failure)).")
      }
      hooks.probed()
      return result
    }
  }

  /// Runs what takes a thread for seconds.
  static func offLoop<Result: Sendable>(
    _ body: @escaping @Sendable () throws(WorkloadError) -> Result
  ) async throws(WorkloadError) -> Result {
    let result = await withCheckedContinuation { continuation in
      NIOThreadPool.singleton.submit { _ in
        continuation.resume(
          returning: Swift.Result { () throws(WorkloadError) in try body() })
      }
    }
    return try result.get()
  }
}
