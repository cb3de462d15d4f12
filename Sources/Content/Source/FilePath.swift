/// A file's path below a content folder: parts joined by `/`, without `.` and `..`.
struct FilePath: Hashable, Comparable, CustomStringConvertible {
  let parts: [String]

  /// Nil when the path is absolute, empty, or leads out of the folder.
  init?(_ text: String, relativeTo folder: [String] = []) {
    guard !text.isEmpty, text.first != "/", !text.utf8.contains(0) else { return nil }
    var parts = folder
    for part in text.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(String(part))
      }
    }
    guard !parts.isEmpty else { return nil }
    self.parts = parts
  }

  var description: String { parts.joined(separator: "/") }
  var folder: [String] { Array(parts.dropLast()) }
  var name: String { parts.last ?? "" }

  /// The lower-case letters behind the last dot of the name; empty without one.
  var suffix: String {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  /// The suffix that says what a file holds: that in front of `.gz` when there is one.
  var format: String {
    guard suffix == "gz", let inner = FilePath(stem) else { return suffix }
    return inner.suffix
  }

  /// The name without its suffix.
  var stem: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

  static func < (a: Self, b: Self) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}
