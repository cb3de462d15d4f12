/// The version of a world's content: three numbers by the rules of semantic versions, and an
/// optional tag before release (`1.4.0-beta.2`).
///
/// Major: characters or clients of before do not fit; minor: something was added; patch: corrected.
public struct ContentVersion: Hashable, Sendable, CustomStringConvertible {
  public let major: Int
  public let minor: Int
  public let patch: Int
  /// The parts of the tag; empty for a release.
  public let tag: [String]

  /// Reads `1.4.0` or `1.4.0-beta.2`; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count <= 64 else { return nil }
    let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false)
      .map(Self.number)
    guard numbers.count == 3, let major = numbers[0], let minor = numbers[1],
      let patch = numbers[2]
    else { return nil }
    let tag =
      halves.count == 2
      ? halves[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init) : []
    guard tag.allSatisfy(Self.isTagPart) else { return nil }
    self.major = major
    self.minor = minor
    self.patch = patch
    self.tag = tag
  }

  public var description: String {
    "\(major).\(minor).\(patch)" + (tag.isEmpty ? "" : "-" + tag.joined(separator: "."))
  }

  /// Digits without a leading zero.
  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      text.utf8.count <= 9, text == "0" || !text.hasPrefix("0")
    else { return nil }
    return Int(text)
  }

  private static func isTagPart(_ part: String) -> Bool {
    let isDigits = part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard !part.isEmpty, !isDigits || number(part[...]) != nil else { return false }
    return part.unicodeScalars.allSatisfy {
      $0 == "-" || ("0"..."9").contains($0) || ("a"..."z").contains($0) || ("A"..."Z").contains($0)
    }
  }
}

extension ContentVersion: Comparable {
  /// By the rules of semantic versions 2.0.0, number 11: a tag comes before its release.
  public static func < (a: Self, b: Self) -> Bool {
    let numbers = ((a.major, a.minor, a.patch), (b.major, b.minor, b.patch))
    guard numbers.0 == numbers.1 else { return numbers.0 < numbers.1 }
    guard !a.tag.isEmpty, !b.tag.isEmpty else { return !a.tag.isEmpty && b.tag.isEmpty }
    for (first, second) in zip(a.tag, b.tag) where first != second {
      switch (Int(first), Int(second)) {
      case (let x?, let y?): return x < y
      case (_?, nil): return true
      case (nil, _?): return false
      case (nil, nil): return first.utf8.lexicographicallyPrecedes(second.utf8)
      }
    }
    return a.tag.count < b.tag.count
  }
}
