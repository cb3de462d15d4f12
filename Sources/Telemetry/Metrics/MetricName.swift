/// A metric's name as Prometheus wants it: `pangea_`, words of lower-case letters and digits joined
/// by underscores, and the suffix of its kind.
struct MetricName: Hashable, Comparable, Sendable {
  let text: String

  /// - Parameter suffix: `_total` for counters, `_seconds` for timers; not written twice.
  init(label: String, suffix: String = "") {
    var name = Self.words(label)
    if !Self.foreign.contains(where: name.hasPrefix) { name = "pangea_" + name }
    text = name.hasSuffix(suffix) ? name : name + suffix
  }

  /// Families that other software names alike everywhere.
  private static let foreign = ["pangea_", "process_", "http_"]

  private static func words(_ label: String) -> String {
    var name = ""
    var previousIsLower = false
    for scalar in label.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9":
        name.unicodeScalars.append(scalar)
        previousIsLower = true
      case "A"..."Z":
        if previousIsLower { name += "_" }
        name += String(scalar).lowercased()
        previousIsLower = false
      default:
        if !name.hasSuffix("_") { name += "_" }
        previousIsLower = false
      }
    }
    return name
  }

  static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

/// The labels of one series, in the order of their names.
struct MetricLabels: Hashable, Comparable, Sendable {
  /// `{region="0:1,2",role="shard"}`, or nothing.
  let text: String
  private let pairs: String

  init(_ dimensions: [(String, String)]) {
    let sorted = dimensions.map { (Self.name($0.0), Self.escaped($0.1)) }.sorted { $0 < $1 }
    pairs = sorted.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    text = pairs.isEmpty ? "" : "{\(pairs)}"
  }

  /// The same labels and one more at the end.
  func with(_ name: String, _ value: String) -> String {
    "{\(pairs)\(pairs.isEmpty ? "" : ",")\(name)=\"\(value)\"}"
  }

  private static func name(_ text: String) -> String {
    let name = String(
      text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isNumber ?? true ? "_" + name : name
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if result.utf8.count >= TelemetryLimits.labelBytesMax { break }
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n", "\r\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }

  static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}
