import FoundationEssentials

/// `docs/protocol.md`, as its tests read it.
struct ProtocolDocument {
  let lines: [Substring]

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: root.appending(path: "docs/protocol.md"))
    lines = String(decoding: data, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  /// The bytes of each block of the example by its name: what stands before two spaces.
  var examples: [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    var name: String?
    for line in lines {
      if line.hasPrefix("```bytes ") {
        name = String(line.dropFirst("```bytes ".count))
      } else if line == "```" {
        name = nil
      } else if let name {
        let hex = line.split(separator: "  ", maxSplits: 1)[0]
        found[name, default: []] += hex.split(separator: " ").compactMap {
          UInt8($0, radix: 16)
        }
      }
    }
    return found
  }

  /// The cells of all rows of tables whose first cell fits.
  func rows(_ matches: (Substring) -> Bool) -> [[String]] {
    lines.compactMap { line in
      guard line.hasPrefix("| ") else { return nil }
      let cells = line.dropFirst(2).split(separator: " | ")
      guard let first = cells.first, matches(first) else { return nil }
      return cells.map { String($0).replacing(" |", with: "") }
    }
  }
}
