import Foundation
import Workloads

/// The folder of one report: a page, its pictures, and the numbers for programs.
struct BenchFolder {
  static let page = "report.md"
  static let numbers = "latest.json"

  let path: String

  func write(_ report: BenchReport, changes: [FigureChange]?) throws {
    let folder = URL(fileURLWithPath: path, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var pictures: [String: String] = [:]
    for (number, curve) in report.curves.enumerated() {
      let file = "curve-\(number + 1)-\(curve.axis.rawValue).svg"
      pictures[curve.name] = file
      try Data(curve.plot.svg.utf8).write(to: folder.appendingPathComponent(file))
    }
    let text = report.markdown(changes: changes, pictures: pictures)
    try Data(text.utf8).write(to: folder.appendingPathComponent(Self.page))
    try Data(Self.json(report, isPretty: true).utf8)
      .write(to: folder.appendingPathComponent(Self.numbers))
  }

  /// Nil when there is no such file; throws when it is no report.
  static func read(_ path: String) throws -> BenchReport? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(BenchReport.self, from: data)
    } catch {
      throw FailedVerdict("\(path) is no report of this command: \(error)")
    }
  }

  static func json(_ value: some Encodable, isPretty: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
