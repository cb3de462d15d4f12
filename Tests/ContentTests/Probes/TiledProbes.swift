@testable import Content

/// A file of Tiled's, among others that it may refer to.
enum TiledProbe {
  static func map(_ bytes: [UInt8]) -> String { verdict("maps/m.json", bytes) }
  static func xmlMap(_ bytes: [UInt8]) -> String { verdict("maps/m.tmx", bytes) }
  static func tileset(_ bytes: [UInt8]) -> String { verdict("maps/s.tsx", bytes) }
  static func template(_ bytes: [UInt8]) -> String { verdict("maps/t.tx", bytes) }
  static func world(_ bytes: [UInt8]) -> String { verdict("maps/w.world", bytes) }

  private static func verdict(_ name: String, _ bytes: [UInt8]) -> String {
    guard let file = FilePath(name) else { return "broken: the name" }
    let source = TiledSamples.source(name, bytes)
    let kind = FileCheck(source: source).check(file)
    return ReportProbe.verdict(kind.rawValue, source.report)
  }
}

/// Files of definitions and the manifest. The first byte says which: `s` skills, `m` creatures, `p`
/// players, `i` items, `l` loot tables, `h` shops, `d` dialogues, any other `world.json`.
enum DefinitionsProbe {
  private static let names = [
    UInt8(ascii: "s"): "skills.json", UInt8(ascii: "m"): "monsters.json",
    UInt8(ascii: "p"): "players.json", UInt8(ascii: "i"): "items.json",
    UInt8(ascii: "l"): "loot-tables.json", UInt8(ascii: "h"): "shops.json",
    UInt8(ascii: "d"): "dialogues.json",
  ]
  private static let files: [String: [UInt8]] = [
    "world.json": Array(
      (#"{"version": "1.2.3", "start": "h", "maps": [{"id": 1, "file": "m.json"}], "#
        + #""skills": "skills.json", "monsters": "monsters.json", "players": "players.json", "#
        + #""items": "items.json", "lootTables": "loot-tables.json", "shops": "shops.json", "#
        + #""dialogues": "dialogues.json"}"#)
        .utf8),
    "dialogues.json": Array(#"{"d": {"lines": ["Hello."]}}"#.utf8),
    "skills.json": Array(#"{"skills": []}"#.utf8),
    "monsters.json": Array(#"{"monsters": []}"#.utf8),
    "players.json": Array("{}".utf8),
    "items.json": Array(
      #"{"items": [{"itemId": "ear", "name": "Ear", "type": "material", "sellPrice": 2}]}"#.utf8),
    "loot-tables.json": Array(
      #"{"d": {"items": [{"itemId": "ear", "chance": 0.5}]}}"#.utf8),
    "shops.json": Array(
      #"{"s": {"name": "S", "goods": [{"itemId": "ear", "price": 3}]}}"#.utf8),
  ]

  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let name = names[first] ?? "world.json"
    let changed = Array(bytes.dropFirst())
    let source = ContentSource(
      root: "probe",
      read: { (file, max) throws(FileError) in
        guard let found = file.description == name ? changed : files[file.description] else {
          throw .missing
        }
        guard found.count <= max else { throw .tooLarge(limit: max) }
        return found
      })
    guard let file = FilePath(name) else { return "broken: the name" }
    let kind = FileCheck(source: source).check(file)
    return ReportProbe.verdict(kind.rawValue, source.report)
  }
}

/// Packed layers. The first byte says by which method, and how many bytes they may have unpacked.
enum InflationProbe {
  private static let methods = ["zlib", "gzip", "zstd"]

  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let method = methods[Int(first) % methods.count]
    let most = Int(first) << 6
    do throws(Inflation.Failure) {
      let unpacked = try Inflation.unpack(Array(bytes.dropFirst()), method: method, max: most)
      guard unpacked.count <= most else { return "broken: more than \(most)" }
      return "\(method), \(unpacked.count) bytes"
    } catch {
      return "\(method), \(error)"
    }
  }
}

/// What a report on hostile content must be: each finding a sentence and a remedy, on one line.
enum ReportProbe {
  static func verdict(_ kind: String, _ report: ContentReport) -> String {
    for finding in report.findings {
      guard !finding.sentence.isEmpty, !finding.remedy.isEmpty else { return "broken: no words" }
      guard !finding.line.contains("\n") else { return "broken: a finding of two lines" }
    }
    return "\(kind), \(report.isGood ? "good" : "bad")"
  }
}
