/// Checks UTF-8 as it arrives, cut anywhere (Unicode 15, table 3-7): no overlong forms, no
/// surrogates, nothing above U+10FFFF.
///
/// RFC 6455 wants a bad text message refused, and a fragment may end inside a character.
struct UTF8Validator {
  /// Continuation bytes that the current character still needs.
  private var missing = 0
  /// What the next continuation byte must lie in; narrower after some lead bytes.
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  /// True between characters, where a message may end.
  var isComplete: Bool { missing == 0 }

  /// Takes the next bytes; false as soon as they cannot be UTF-8 whatever follows.
  mutating func accepts(_ bytes: some Sequence<UInt8>) -> Bool {
    for byte in bytes {
      guard missing > 0 ? takesContinuation(byte) : takesLead(byte) else { return false }
    }
    return true
  }

  private mutating func takesContinuation(_ byte: UInt8) -> Bool {
    guard byte >= low && byte <= high else { return false }
    missing -= 1
    (low, high) = (0x80, 0xBF)
    return true
  }

  private mutating func takesLead(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x7F: break
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, low) = (2, 0xA0)
    case 0xED: (missing, high) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, low) = (3, 0x90)
    case 0xF1...0xF3: missing = 3
    case 0xF4: (missing, high) = (3, 0x8F)
    default: return false
    }
    return true
  }
}
