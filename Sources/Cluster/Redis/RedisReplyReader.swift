import CHiredis
import NIOCore

/// Reads replies out of a stream of bytes with hiredis' parser.
///
/// The parser builds its tree through callbacks; they make Swift values at once and refuse arrays
/// that are too long, so a hostile length never becomes an allocation. It refuses arrays nested
/// deeper than seven by itself.
struct RedisReplyReader: ~Copyable {
  private let reader: UnsafeMutablePointer<redisReader>
  private let functions: UnsafeMutablePointer<redisReplyObjectFunctions>
  /// Bytes received since the last whole reply.
  private var partial = 0

  init() {
    functions = .allocate(capacity: 1)
    functions.initialize(to: redisReplyObjectFunctions.building)
    guard let reader = redisReaderCreateWithFunctions(functions) else {
      preconditionFailure("out of memory")
    }
    self.reader = reader
  }

  deinit {
    redisReaderFree(reader)
    functions.deallocate()
  }

  /// Adds received bytes.
  ///
  /// - Throws: `RedisError.malformedReply` when the parser is out of memory.
  mutating func feed(_ bytes: ByteBufferView) throws(RedisError) {
    partial += bytes.count
    let result = bytes.withContiguousStorageIfAvailable { chunk in
      chunk.withMemoryRebound(to: CChar.self) {
        redisReaderFeed(reader, $0.baseAddress, $0.count)
      }
    }
    guard result == REDIS_OK else { throw .malformedReply(message) }
  }

  /// The next whole reply; nil when more bytes are needed.
  ///
  /// - Throws: `RedisError.malformedReply` for what is no reply, or one that is still not whole
  ///   after `ClusterLimits.redisReplyBytesMax`; the reader is of no use afterwards.
  mutating func next() throws(RedisError) -> RedisReply? {
    var object: UnsafeMutableRawPointer?
    guard redisReaderGetReply(reader, &object) == REDIS_OK else {
      throw .malformedReply(message)
    }
    guard let object else {
      guard partial <= ClusterLimits.redisReplyBytesMax else {
        throw .malformedReply("a reply is too long")
      }
      return nil
    }
    partial = reader.pointee.len - reader.pointee.pos
    return Unmanaged<ReplyNode>.fromOpaque(object).takeRetainedValue().reply
  }

  private var message: String {
    withUnsafePointer(to: &reader.pointee.errstr) { text in
      text.withMemoryRebound(to: UInt8.self, capacity: 128) { bytes in
        String(
          decoding: UnsafeBufferPointer(start: bytes, count: 128).prefix { $0 != 0 }, as: UTF8.self)
      }
    }
  }
}

/// A reply while it is built: arrays get their elements one by one.
private final class ReplyNode {
  private enum Content {
    case leaf(RedisReply)
    case array([ReplyNode])
  }

  private var content: Content

  init(_ leaf: RedisReply) { content = .leaf(leaf) }

  init(elements: Int) {
    var nodes: [ReplyNode] = []
    nodes.reserveCapacity(min(elements, 64))
    content = .array(nodes)
  }

  func append(_ node: ReplyNode) {
    guard case .array(var nodes) = content else { return }
    content = .array([])
    nodes.append(node)
    content = .array(nodes)
  }

  var reply: RedisReply {
    switch content {
    case .leaf(let reply): reply
    case .array(let nodes): .array(nodes.map(\.reply))
    }
  }
}

extension redisReplyObjectFunctions {
  /// Callbacks that build `ReplyNode`s. The root is retained by the parser until `next` takes it;
  /// every other node by its parent.
  fileprivate static var building: redisReplyObjectFunctions {
    redisReplyObjectFunctions(
      createString: { task, text, length in
        let bytes = UnsafeRawBufferPointer(start: text, count: length)
        return place(ReplyNode(string(bytes, type: task?.pointee.type ?? 0)), for: task)
      },
      createArray: { task, count in
        guard (0...ClusterLimits.redisReplyElementsMax).contains(Int(count)) else { return nil }
        return place(ReplyNode(elements: Int(count)), for: task)
      },
      createInteger: { task, number in place(ReplyNode(.integer(Int64(number))), for: task) },
      createNil: { task in place(ReplyNode(.null), for: task) },
      freeObject: { object in
        if let object { Unmanaged<ReplyNode>.fromOpaque(object).release() }
      })
  }
}

private func string(_ bytes: UnsafeRawBufferPointer, type: Int32) -> RedisReply {
  switch type {
  case REDIS_REPLY_ERROR: .error(String(decoding: bytes, as: UTF8.self))
  case REDIS_REPLY_STATUS: .status(String(decoding: bytes, as: UTF8.self))
  default: .bulk(Array(bytes))
  }
}

/// Hangs a node into its parent; the root belongs to the parser.
private func place(
  _ node: ReplyNode, for task: UnsafePointer<redisReadTask>?
) -> UnsafeMutableRawPointer {
  guard let parent = task?.pointee.parent?.pointee.obj else {
    return Unmanaged.passRetained(node).toOpaque()
  }
  Unmanaged<ReplyNode>.fromOpaque(parent).takeUnretainedValue().append(node)
  return Unmanaged.passUnretained(node).toOpaque()
}
