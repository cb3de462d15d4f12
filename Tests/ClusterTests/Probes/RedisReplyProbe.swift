import NIOCore

@testable import Cluster

/// Replies of Redis, cut anywhere: the first byte says into how long pieces.
enum RedisReplyProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let stream = Array(bytes.dropFirst())
    let (whole, isWhole) = replies(in: stream, pieces: max(1, stream.count))
    let (cut, isCutWhole) = replies(in: stream, pieces: 1 + Int(first))
    guard whole == cut, isWhole == isCutWhole else { return "broken: cutting" }
    for reply in whole {
      let (again, isGood) = replies(in: encoding(of: reply), pieces: 4_096)
      guard isGood, again == [reply] else { return "broken: round trip" }
    }
    return "read \(whole.count)" + (isWhole ? "" : ", then refused")
  }

  private static func replies(in stream: [UInt8], pieces: Int) -> ([RedisReply], isGood: Bool) {
    var reader = RedisReplyReader()
    var found: [RedisReply] = []
    var rest = stream[...]
    do throws(RedisError) {
      while !rest.isEmpty {
        try reader.feed(ByteBuffer(bytes: rest.prefix(pieces)).readableBytesView)
        while let reply = try reader.next() { found.append(reply) }
        rest = rest.dropFirst(pieces)
      }
      return (found, true)
    } catch {
      return (found, false)
    }
  }

  private static func encoding(of reply: RedisReply) -> [UInt8] {
    switch reply {
    case .null: Array("$-1\r\n".utf8)
    case .integer(let number): Array(":\(number)\r\n".utf8)
    case .status(let text): Array("+\(text)\r\n".utf8)
    case .error(let text): Array("-\(text)\r\n".utf8)
    case .bulk(let bytes): Array("$\(bytes.count)\r\n".utf8) + bytes + Array("\r\n".utf8)
    case .array(let elements):
      elements.reduce(Array("*\(elements.count)\r\n".utf8)) { $0 + encoding(of: $1) }
    }
  }
}
