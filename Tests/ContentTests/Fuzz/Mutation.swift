import Model

/// Changes files in ways that keep much of their structure: single bytes, words of the formats,
/// numbers, and pieces that are cut, doubled, moved or taken from another file.
struct Mutation {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let numbers = [
    "-1", "0", "1", "2147483647", "2147483648", "4294967295", "9223372036854775807",
    "99999999999999999999", "1e308", "-1e-308", "0.5", "8193", "268435456",
  ].map { Array($0.utf8) }

  private static let words = [
    "[", "]", "{", "}", "\"", ",", ":", "null", "true", "\\u", "\\uD800", "[[[[[[[[", "\u{0}",
    "<", ">", "/>", "</", "<?", "?>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE a [", "&",
    "&#x", "&amp;", "=", "'", "<chunk x=\"-16\" y=\"0\" width=\"16\" height=\"16\">", "<point/>",
    "\"chunks\": [", "\"infinite\": true,", "\"gid\": 3,", "../", "é", "\u{FEFF}", "(", "|", "+",
  ].map { Array($0.utf8) }

  mutating func changed(_ bytes: [UInt8], other: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(5) {
      guard !bytes.isEmpty else { break }
      change(&bytes, other)
    }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let at = place(in: bytes)
    switch random.below(9) {
    case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes[at] ^= 1 << UInt8(random.below(8))
    case 2: bytes.removeSubrange(piece(of: bytes, at))
    case 3: bytes.insert(contentsOf: bytes[piece(of: bytes, at)], at: place(in: bytes))
    case 4: bytes.insert(contentsOf: Self.words[pick(Self.words.count)], at: at)
    case 5, 6: replaceNumber(&bytes, at)
    case 7:
      guard !other.isEmpty else { return }
      bytes.insert(contentsOf: other[piece(of: other, place(in: other))], at: at)
    default:
      if random.below(4) == 0 { bytes.removeSubrange(at...) }
    }
  }

  private mutating func replaceNumber(_ bytes: inout [UInt8], _ at: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[at...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Self.numbers[pick(Self.numbers.count)])
  }

  private mutating func piece(of bytes: [UInt8], _ at: Int) -> Range<Int> {
    at..<min(bytes.count, at + 1 + pick(80))
  }

  private mutating func place(in bytes: [UInt8]) -> Int { pick(bytes.count) }

  private mutating func pick(_ count: Int) -> Int { Int(random.below(UInt32(count))) }
}
