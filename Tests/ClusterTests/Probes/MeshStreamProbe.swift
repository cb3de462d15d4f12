import NIOCore
import NIOEmbedded
import Wire

@testable import Cluster

/// The bytes of a mesh connection, cut anywhere: the first byte says into how long pieces.
enum MeshStreamProbe {
  private static let frameBytesMax = 4_096

  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let stream = Array(bytes.dropFirst())
    let whole = events(of: stream, pieces: max(1, stream.count))
    guard whole == events(of: stream, pieces: 1 + Int(first)) else { return "broken: cutting" }
    return whole.isEmpty ? "nothing" : whole.joined(separator: ", ")
  }

  private static func events(of stream: [UInt8], pieces: Int) -> [String] {
    var events: [String] = []
    let handler = MeshFrameHandler(frameBytesMax: frameBytesMax) { _, event in
      switch event {
      case .frame(let frame): events.append(describe(frame))
      case .writable: events.append("writable")
      case .ended(let error): events.append("ended \(error)")
      }
    }
    let channel = EmbeddedChannel(handler: handler)
    var rest = stream[...]
    while !rest.isEmpty {
      _ = try? channel.writeInbound(ByteBuffer(bytes: rest.prefix(pieces)))
      rest = rest.dropFirst(pieces)
    }
    let seen = events
    // A channel that its handler closed is taken apart by its loop alone.
    _ = try? channel.finish()
    channel.embeddedEventLoop.run()
    return seen
  }

  private static func describe(_ frame: ByteBuffer) -> String {
    guard frame.readableBytes <= frameBytesMax else { return "broken: a long frame" }
    if MeshFrameHandler.hello(in: frame) != nil { return "hello" }
    guard let messages = try? ClusterCodec.decode(frame: frame) else { return "bad frame" }
    return "\(messages.count) messages"
  }
}
