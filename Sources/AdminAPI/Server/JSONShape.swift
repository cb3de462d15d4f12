/// What a piece of JSON looks like. A request is checked against it, and the OpenAPI document shows
/// it: what the document promises is what is refused otherwise.
indirect enum JSONShape: Hashable, Sendable {
  /// One member of an object.
  struct Member: Hashable, Sendable {
    let name: String
    let shape: JSONShape
    let isRequired: Bool
    let summary: String

    init(_ name: String, _ shape: JSONShape, isRequired: Bool = true, _ summary: String = "") {
      self.name = name
      self.shape = shape
      self.isRequired = isRequired
      self.summary = summary
    }
  }

  /// Which characters a text may have. None may have a NUL.
  enum Alphabet: Hashable, Sendable {
    case any
    /// Letters and digits of ASCII, `.`, `_`, `-` and `@`.
    case word
    /// Digits of ASCII, and spaces between them.
    case digits
    /// Hexadecimal digits, small letters.
    case hexadecimal
    /// What a regular expression matches as a whole.
    case written(String)

    /// As JSON Schema writes it.
    var pattern: String {
      switch self {
      case .any: #"^[^\u0000]*$"#
      case .word: "^[A-Za-z0-9._@-]*$"
      case .digits: "^[0-9 ]*$"
      case .hexadecimal: "^[0-9a-f]*$"
      case .written(let expression): "^(?:\(expression))$"
      }
    }

    func allows(_ text: String) -> Bool {
      if case .written(let expression) = self {
        return (try? Regex(expression).wholeMatch(in: text)) != nil
      }
      return text.unicodeScalars.allSatisfy(allows)
    }

    private func allows(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any, .written: scalar.value != 0
      case .hexadecimal: ("0"..."9").contains(scalar) || ("a"..."f").contains(scalar)
      case .word:
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "@": true
        default: false
        }
      case .digits: scalar == " " || ("0"..."9").contains(scalar)
      }
    }
  }

  /// The largest whole number that every client counts exactly.
  static let integerMax: Int64 = 9_007_199_254_740_991

  /// Lengths are in Unicode scalars, as JSON Schema counts them.
  case text(
    min: Int = 0, max: Int = 1_024, alphabet: Alphabet = .any, choices: [String] = [])
  case integer(min: Int64 = -JSONShape.integerMax, max: Int64 = JSONShape.integerMax)
  case number
  case flag
  case list(JSONShape, max: Int = 10_000)
  /// Members that are not named are refused.
  case object([Member])
  /// An object whose members have any names and one shape.
  case map(JSONShape)
  /// Whatever is JSON: only in answers.
  case anything

  /// The number of something that storage counted.
  static let id = JSONShape.integer(min: 1)
  /// Milliseconds since 1970.
  static let moment = JSONShape.integer(min: 0)
}
