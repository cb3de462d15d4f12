/// The numbers of the set bits of a word, ascending.
struct Bits: Sequence, IteratorProtocol {
  private var word: UInt64

  @inline(__always)
  init(of word: UInt64) { self.word = word }

  @inline(__always)
  mutating func next() -> Int? {
    guard word != 0 else { return nil }
    defer { word &= word &- 1 }
    return word.trailingZeroBitCount
  }
}

/// Rows of bits laid out anew with more words each; the new ones are empty.
func widened(_ bits: ContiguousArray<UInt64>, rows: Int, from words: Int, to wider: Int)
  -> ContiguousArray<UInt64>
{
  precondition(wider >= words && bits.count >= rows * words)
  var result = ContiguousArray<UInt64>(repeating: 0, count: rows * wider)
  for row in 0..<rows {
    for word in 0..<words { result[row * wider + word] = bits[row * words + word] }
  }
  return result
}
