import CHiredis
import NIOCore

/// The words of one command, each any bytes.
public struct RedisCommand: Sendable, ExpressibleByArrayLiteral {
  public private(set) var words: [[UInt8]]

  public init(words: [[UInt8]]) { self.words = words }

  public init(_ words: [String]) { self.words = words.map { Array($0.utf8) } }

  public init(arrayLiteral elements: String...) { self.init(elements) }

  public mutating func append(_ word: String) { words.append(Array(word.utf8)) }

  public mutating func append(_ word: [UInt8]) { words.append(word) }

  /// Writes the command as Redis wants it.
  ///
  /// - Throws: `RedisError.commandTooLarge` when it exceeds its limit or has no words.
  func write(to buffer: inout ByteBuffer) throws(RedisError) {
    let total = words.reduce(0) { $0 + $1.count }
    guard !words.isEmpty, total + 16 * words.count <= ClusterLimits.redisCommandBytesMax else {
      throw .commandTooLarge
    }
    var joined: [CChar] = []
    joined.reserveCapacity(total + 1)
    for word in words { joined.append(contentsOf: word.lazy.map(CChar.init(bitPattern:))) }
    joined.append(0)  // never empty, so the base address exists
    let lengths = words.map(\.count)
    let isFormatted = joined.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return false }
      var offset = 0
      var starts: [UnsafePointer<CChar>?] = lengths.map { length in
        defer { offset += length }
        return base + offset
      }
      var formatted: UnsafeMutablePointer<CChar>?
      let count = redisFormatCommandArgv(&formatted, Int32(lengths.count), &starts, lengths)
      guard count > 0, let formatted else { return false }
      defer { redisFreeCommand(formatted) }
      buffer.writeBytes(UnsafeRawBufferPointer(start: formatted, count: Int(count)))
      return true
    }
    guard isFormatted else { throw .commandTooLarge }
  }
}
