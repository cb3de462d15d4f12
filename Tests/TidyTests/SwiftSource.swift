import Foundation

/// A Swift file, with its comments and the contents of its strings blanked out, so that what is
/// left can be searched for code.
struct SwiftSource {
  let path: String
  /// As long as the file, with the same lines.
  let code: [UInt8]

  init(path: String) throws {
    self.init(path: path, text: try Repository.text(path))
  }

  init(path: String, text: String) {
    self.path = path
    var eraser = Eraser(Array(text.utf8))
    code = eraser.erased()
  }

  var lines: [String] {
    code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Lines, by number from 1, that match.
  func matches(_ pattern: String) throws -> [Int] {
    let expression = try Regex(pattern)
    return lines.enumerated().filter { $0.element.firstMatch(of: expression) != nil }
      .map { $0.offset + 1 }
  }

  /// The modules that the file imports.
  var imports: Set<String> {
    let form =
      #/
      ^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?
      import\s+(?:(?:struct|class|enum|func|protocol|typealias|let|var|actor)\s+)?(\w+)
      /#
    return Set(
      lines.filter { $0.contains("import") }.compactMap {
        $0.firstMatch(of: form).map { String($0.1) }
      })
  }

  private static let beginnings = ["func ", "init", "subscript"]

  /// Functions and initialisers with a body, by the line where they begin, with their length.
  var functions: [(line: Int, lines: Int)] {
    let start = #/(?:^|\s)(?:func\s+\S|init[?!]?\s*[<(]|deinit\s*\{|subscript\s*[<(])/#
    var found: [(line: Int, lines: Int)] = []
    var offset = 0
    for (number, line) in lines.enumerated() {
      defer { offset += line.utf8.count + 1 }
      guard Self.beginnings.contains(where: line.contains),
        let match = line.firstMatch(of: start)
      else { continue }
      let from = offset + line.utf8.distance(from: line.startIndex, to: match.range.lowerBound)
      if let end = bodyEnd(from) {
        found.append((number + 1, code[from...end].count { $0 == UInt8(ascii: "\n") } + 1))
      }
    }
    return found
  }

  /// Where the body that begins after here ends; nil when there is none, as in a protocol.
  private func bodyEnd(_ from: Int) -> Int? {
    var braces = 0
    var brackets = 0
    var index = from
    while index < code.count {
      switch code[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
      case UInt8(ascii: "{"): braces += 1
      case UInt8(ascii: "}"):
        braces -= 1
        if braces == 0 && brackets == 0 { return index }
        if braces < 0 { return nil }
      case UInt8(ascii: "\n") where braces == 0 && brackets == 0:
        if isDeclarationOver(index) { return nil }
      default: break
      }
      if brackets < 0 { return nil }
      index += 1
    }
    return nil
  }

  /// Whether the next code after the end of a line begins something else, so that a declaration
  /// before it has no body.
  private func isDeclarationOver(_ index: Int) -> Bool {
    let rest = code[(index + 1)...].drop { $0 == 0x20 || $0 == 0x0A }
    let continues = ["{", "->", "where ", "async", "throws", ")", "&"]
    return !continues.contains { rest.starts(with: Array($0.utf8)) }
  }
}

/// Writes spaces over comments and over what stands in strings.
private struct Eraser {
  /// What a comment or a string begins with.
  private static let beginnings = Array("/\"#".utf8)

  private let text: [UInt8]
  private var result: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) {
    self.text = text
    result = text
  }

  mutating func erased() -> [UInt8] {
    code(until: nil)
    return result
  }

  private func stands(_ mark: String, at place: Int? = nil) -> Bool {
    text[min(place ?? index, text.count)...].starts(with: Array(mark.utf8))
  }

  private mutating func erase() {
    if index < text.count, text[index] != UInt8(ascii: "\n") { result[index] = 0x20 }
    index += 1
  }

  /// Reads code up to the closing parenthesis of an interpolation, or to the end.
  private mutating func code(until closing: UInt8?) {
    var depth = 0
    while index < text.count {
      if closing == nil, !Self.beginnings.contains(text[index]) {
        index += 1  // nearly every byte, so this is what makes the reader quick
      } else if stands("//") {
        while index < text.count, text[index] != UInt8(ascii: "\n") { erase() }
      } else if stands("/*") {
        comment()
      } else if let pounds = stringStart() {
        string(pounds)
      } else if closing != nil {
        if text[index] == UInt8(ascii: "(") { depth += 1 }
        if text[index] == UInt8(ascii: ")") {
          if depth == 0 { return erase() }
          depth -= 1
        }
        erase()
      } else {
        index += 1
      }
    }
  }

  private mutating func comment() {
    var depth = 0
    repeat {
      if stands("/*") {
        depth += 1
        erase()
      } else if stands("*/") {
        depth -= 1
        erase()
      }
      erase()
    } while depth > 0 && index < text.count
  }

  /// How many number signs stand before the quotation mark here; nil when none is here.
  private func stringStart() -> Int? {
    let pounds = text[index...].prefix { $0 == UInt8(ascii: "#") }.count
    return stands("\"", at: index + pounds) ? pounds : nil
  }

  private mutating func string(_ pounds: Int) {
    let signs = String(repeating: "#", count: pounds)
    for _ in 0..<pounds { erase() }
    let quotes = stands("\"\"\"") ? "\"\"\"" : "\""
    for _ in quotes.utf8 { erase() }
    while index < text.count {
      if text[index] != UInt8(ascii: "\""), text[index] != UInt8(ascii: "\\") {
        erase()
        continue
      }
      if stands(quotes + signs) {
        for _ in (quotes + signs).utf8 { erase() }
        return
      }
      if stands("\\" + signs + "(") {
        for _ in 0..<pounds + 2 { erase() }
        code(until: UInt8(ascii: ")"))
      } else if stands("\\" + signs) {
        for _ in 0..<pounds + 2 { erase() }
      } else {
        erase()
      }
    }
  }
}
