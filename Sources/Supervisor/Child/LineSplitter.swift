/// Cuts a stream of bytes into lines; a line longer than the limit is cut into several.
struct LineSplitter {
  private let limit: Int
  private var pending: [UInt8] = []

  init(limit: Int) {
    precondition(limit > 0, "a line has room for a byte")
    self.limit = limit
  }

  /// The lines that these bytes complete, without line ends.
  mutating func split(_ bytes: some Sequence<UInt8>) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        lines.append(take())
      } else {
        pending.append(byte)
        if pending.count == limit { lines.append(take()) }
      }
    }
    return lines
  }

  /// What stands behind the last line feed, if anything.
  mutating func rest() -> String? { pending.isEmpty ? nil : take() }

  private mutating func take() -> String {
    defer { pending.removeAll(keepingCapacity: true) }
    if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
    return String(decoding: pending, as: UTF8.self)
  }
}
