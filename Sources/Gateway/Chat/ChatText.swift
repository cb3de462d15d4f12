/// A line that a player may say: 1 to 240 bytes of UTF-8, nothing that moves a cursor, nothing but
/// blanks refused.
struct ChatText: Hashable, Sendable {
  static let bytesMax = 240

  let text: String

  /// nil: not a line.
  init?(_ text: String) {
    guard (1...Self.bytesMax).contains(text.utf8.count),
      text.unicodeScalars.allSatisfy(Self.isPlain),
      !text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    else { return nil }
    self.text = text
  }

  /// No control character, no change of the writing direction, nothing unassigned.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: false
    // Joiners make letters and pictures of several scalars; other formats hide or turn text.
    case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
    default: true
    }
  }
}
