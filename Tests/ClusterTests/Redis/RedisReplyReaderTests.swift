import NIOCore
import Testing

@testable import Cluster

struct RedisReplyReaderTests {
  static let replies: [(String, RedisReply)] = [
    ("+OK\r\n", .status("OK")),
    ("-ERR no\r\n", .error("ERR no")),
    (":-42\r\n", .integer(-42)),
    ("$5\r\nhello\r\n", .bulk(Array("hello".utf8))),
    ("$0\r\n\r\n", .bulk([])),
    ("$-1\r\n", .null),
    ("*-1\r\n", .null),
    ("*0\r\n", .array([])),
    (
      "*3\r\n:1\r\n*2\r\n+a\r\n$-1\r\n-ERR\r\n",
      .array([.integer(1), .array([.status("a"), .null]), .error("ERR")])
    ),
    ("$4\r\na\r\n\0\r\n", .bulk([0x61, 0x0D, 0x0A, 0])),
  ]

  @Test(arguments: replies)
  func readsWhole(text: String, reply: RedisReply) throws {
    var reader = RedisReplyReader()
    try reader.feed(ByteBuffer(string: text).readableBytesView)
    check(try reader.next(), reply)
    check(try reader.next(), nil)
  }

  @Test func readsByteByByte() throws {
    var reader = RedisReplyReader()
    var read: [RedisReply] = []
    for byte in Self.replies.flatMap({ Array($0.0.utf8) }) {
      try reader.feed(ByteBuffer(bytes: [byte]).readableBytesView)
      while let reply = try reader.next() { read.append(reply) }
    }
    #expect(read == Self.replies.map(\.1))
  }

  @Test func readsManyAtOnce() throws {
    var reader = RedisReplyReader()
    let text = String(repeating: "*2\r\n:1\r\n$1\r\nx\r\n", count: 1000)
    try reader.feed(ByteBuffer(string: text).readableBytesView)
    var count = 0
    while let reply = try reader.next() {
      #expect(reply == .array([.integer(1), .bulk([0x78])]))
      count += 1
    }
    #expect(count == 1000)
  }

  @Test(arguments: [
    "HTTP/1.1 400 Bad Request\r\n\r\n", "?\r\n", "\r\n", "$-7\r\n", "*2147483648\r\n",
    "*-5\r\n", "\0\0\0\0", String(repeating: "*1\r\n", count: 9) + ":1\r\n",
    "*\(ClusterLimits.redisReplyElementsMax + 1)\r\n", "$99999999999999999999\r\n",
  ])
  func refusesGarbage(text: String) throws {
    var reader = RedisReplyReader()
    try reader.feed(ByteBuffer(string: text).readableBytesView)
    for _ in 0..<2 {
      var refused = false
      do { _ = try reader.next() } catch { refused = true }
      #expect(refused)
    }
  }

  @Test func refusesAReplyThatNeverEnds() throws {
    var reader = RedisReplyReader()
    let part = "$1048576\r\n" + String(repeating: "x", count: 1 << 20) + "\r\n"
    try reader.feed(ByteBuffer(string: "*100000\r\n").readableBytesView)
    var refused: RedisError?
    for _ in 0..<64 where refused == nil {
      try reader.feed(ByteBuffer(string: part).readableBytesView)
      do { check(try reader.next(), nil) } catch { refused = error }
    }
    #expect(refused == .malformedReply("a reply is too long"))
  }

  @Test func forgetsHalfAReplyWithoutALeak() throws {
    for _ in 0..<100 {
      var reader = RedisReplyReader()
      try reader.feed(ByteBuffer(string: "*3\r\n*1\r\n$3\r\nabc\r\n:1\r\n").readableBytesView)
      check(try reader.next(), nil)
    }
  }
}
