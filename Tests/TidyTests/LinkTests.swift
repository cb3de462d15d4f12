import Foundation
import Testing

/// What the documents point to is there.
@Suite struct LinkTests {
  @Test func documentsPointToFilesThatExist() throws {
    var links = 0
    for path in try Repository.files(in: "", ending: [".md"]) {
      let folder = Repository.root.appendingPathComponent(path).deletingLastPathComponent()
      for match in try Repository.text(path).matches(of: #/\]\(([^)\s]+)\)/#) {
        let target = match.1.prefix { $0 != "#" }
        guard !target.isEmpty, !target.contains("://") else { continue }
        links += 1
        let url = folder.appendingPathComponent(String(target))
        #expect(
          FileManager.default.fileExists(atPath: url.path), "\(path) points to \(target)")
      }
    }
    #expect(links > 3, "the search finds links")
  }
}
