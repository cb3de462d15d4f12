import Foundation
import Logging

/// One event of a log, ready to be written.
struct LogLine {
  var time: WallTime
  var level: Logger.Level
  var label: String
  /// The part of the process that speaks.
  var module: String
  var message: String
  /// In the order in which it is shown.
  var metadata: [(String, String)]

  /// Without control characters: one event is one line, whatever a stranger put into a value.
  var text: String {
    let padded = level.rawValue + String(repeating: " ", count: max(0, 8 - level.rawValue.count))
    var line = "\(time.clock) \(padded) [\(label)] \(Self.plain(Self.cut(message)))"
    if !metadata.isEmpty {
      line += "  " + metadata.map { "\(Self.plain($0))=\(Self.plain($1))" }.joined(separator: " ")
    }
    return line + "\n"
  }

  var json: String {
    var line =
      #"{"time":"\#(time.stamp)","level":"\#(level.rawValue)","label":\#(Self.quoted(label))"#
    if !module.isEmpty { line += ",\"module\":\(Self.quoted(module))" }
    line += ",\"message\":\(Self.quoted(Self.cut(message)))"
    for (key, value) in metadata where !Self.reserved.contains(key) {
      line += ",\(Self.quoted(key)):\(Self.quoted(value))"
    }
    return line + "}\n"
  }

  private static let reserved: Set = ["time", "level", "label", "module", "message"]

  /// At most so many bytes as the limit allows.
  static func cut(_ text: String) -> String {
    guard text.utf8.count > TelemetryLimits.logTextBytesMax else { return text }
    return String(decoding: text.utf8.prefix(TelemetryLimits.logTextBytesMax), as: UTF8.self) + "…"
  }

  private static func plain(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where isControl(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// A moment of the wall clock, in UTC.
struct WallTime {
  var seconds: Int
  var milliseconds: Int

  static func now() -> WallTime {
    let milliseconds = Int(Date().timeIntervalSince1970 * 1000)
    return WallTime(seconds: milliseconds / 1000, milliseconds: milliseconds % 1000)
  }

  /// `14:03:59.123`.
  var clock: String { formatted("%H:%M:%S") + fraction }

  /// `2026-01-31T14:03:59.123Z`.
  var stamp: String { formatted("%Y-%m-%dT%H:%M:%S") + fraction + "Z" }

  private var fraction: String { ".\(String(1000 + milliseconds).dropFirst())" }

  private func formatted(_ format: String) -> String {
    var parts = tm()
    var seconds = seconds
    gmtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
