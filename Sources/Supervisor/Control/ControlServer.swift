import Foundation
import NIOCore
import NIOPosix

/// Listens on the control socket of a data folder and answers one request per connection.
struct ControlServer: Sendable {
  /// The socket; only its owner may use it.
  let path: String
  let handle: @Sendable (ControlRequest) async -> ControlReply

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// Serves until its task is cancelled; then the socket is gone.
  func run() async throws {
    let socket = try ControlSocket(path: path)
    unlink(path)
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(unixDomainSocketPath: socket.path) { channel in
        channel.eventLoop.makeCompletedFuture {
          try Connection(wrappingChannelSynchronously: channel)
        }
      }
    defer { unlink(path) }
    chmod(path, 0o600)
    try await withThrowingDiscardingTaskGroup { group in
      try await listener.executeThenClose { connections in
        var open = 0
        for try await connection in connections {
          open += 1
          group.addTask { await serve(connection) }
        }
      }
    }
  }

  private func serve(_ connection: Connection) async {
    try? await connection.executeThenClose { inbound, outbound in
      guard let line = await Self.firstLine(inbound) else { return }
      let reply =
        if let request = ControlLine.decode(line, as: ControlRequest.self) {
          await handle(request)
        } else {
          ControlReply(done: false, message: "The request was not understood.")
        }
      try await outbound.write(ByteBuffer(string: ControlLine.encode(reply)))
    }
  }

  /// The first line that arrives, if it does in time and is not too long.
  private static func firstLine(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async
    -> String?
  {
    await withTaskGroup(of: String?.self) { group in
      group.addTask {
        var text = ByteBuffer()
        do {
          for try await part in inbound {
            text.writeImmutableBuffer(part)
            if text.readableBytes > SupervisorLimits.controlBytesMax { return nil }
            if text.readableBytesView.contains(UInt8(ascii: "\n")) { return String(buffer: text) }
          }
        } catch {
          return nil
        }
        return nil
      }
      group.addTask {
        try? await Task.sleep(for: SupervisorLimits.controlRequestMax)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }
}
