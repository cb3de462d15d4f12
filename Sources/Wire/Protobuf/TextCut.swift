/// Cuts texts to what a receiver accepts: at most so many bytes, whole scalars, no NUL.
enum TextCut {
  /// How many bytes of UTF-8 may be sent.
  static func count(of bytes: UnsafeBufferPointer<UInt8>, max: Int) -> Int {
    var count = bytes.firstIndex(of: 0) ?? bytes.count
    guard count > max else { return count }
    count = max
    while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
    return count
  }

  static func bytes(of text: String, max: Int) -> [UInt8] {
    var text = text
    return text.withUTF8 { bytes in Array(bytes[..<count(of: bytes, max: max)]) }
  }
}
