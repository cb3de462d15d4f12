import Foundation
import NIOCore
import NIOPosix

/// Chooses ports for what only the cluster itself talks to: Redis, mesh, operators' pages.
///
/// They lie below the range from which Linux takes the local ports of outgoing connections
/// (32768 and up), so that no connection can sit on a port while its process restarts.
struct PrivatePorts {
  private static let range = 20_000...32_000
  private static let attemptsMax = 200

  private var chosen: Set<Int> = []

  /// A port of the loopback that nobody listens on, different at every call.
  mutating func next() async throws(SupervisorError) -> Int {
    for _ in 0..<Self.attemptsMax {
      let port = Int.random(in: Self.range)
      guard chosen.insert(port).inserted else { continue }
      do {
        try await Self.check(port, on: "127.0.0.1", purpose: "private")
        return port
      } catch {
        continue
      }
    }
    throw .noFreePorts
  }

  /// Opens a port for a moment to see that it can be had.
  static func check(
    _ port: Int, on address: String, purpose: String
  ) async throws(SupervisorError) {
    do {
      let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: address, port: port).get()
      try await channel.close()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw .portTaken(port, purpose: purpose, address: address)
    } catch let error as IOError {
      throw .addressUnusable(address, reason: SupervisorError.reason(error.errnoCode))
    } catch {
      throw .addressUnusable(address, reason: "\(error)")
    }
  }
}
