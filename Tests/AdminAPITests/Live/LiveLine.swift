import NIOCore
import NIOPosix
import Testing

/// A line of server-sent events, read by hand as it comes.
enum LiveLine {
  /// Reads until `body` has seen enough, or the server ends the line; answers all that came.
  static func read(
    port: Int, path: String = "/api/live", headers: [String: String],
    _ body: (String) async throws -> Bool
  ) async throws -> String {
    var request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for (name, value) in headers { request += "\(name): \(value)\r\n" }
    let bytes = ByteBuffer(string: request + "\r\n")
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(bytes)
      var heard = ""
      for try await part in inbound {
        heard += String(buffer: part)
        if try await body(heard) { break }
      }
      return heard
    }
  }

  /// How many views stand in what came.
  static func views(in heard: String) -> Int { heard.matches(of: /event: cluster\n/).count }
}
