import FoundationEssentials
import Testing

@testable import Content

/// Links are followed inside the content folder and nowhere else.
struct FileBytesTests {
  private func link(_ folder: TemporaryFolder, _ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/" + name, withDestinationPath: target)
  }

  private func lastPart(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  @Test func linksInsideAreFollowed() throws {
    let folder = try TemporaryFolder(["a/file": [1, 2], "b/other": []])
    try link(folder, "b/link", to: "../a/file")
    try link(folder, "c", to: "a")
    for name in ["b/link", "c/file", "a/file"] {
      let path = folder.path + "/" + name
      #expect(try FileBytes.read(path, max: 9, inside: folder.path) == [1, 2])
    }
    // The folder may itself be behind a link.
    let outer = try TemporaryFolder()
    try link(outer, "content", to: folder.path)
    let root = outer.path + "/content"
    #expect(try FileBytes.read(root + "/a/file", max: 9, inside: root) == [1, 2])
  }

  @Test func linksThatLeaveAreRefused() throws {
    let outside = try TemporaryFolder(["secret": [7]])
    let folder = try TemporaryFolder(["a/file": [1]])
    try link(folder, "file", to: outside.path + "/secret")
    try link(folder, "folder", to: outside.path)
    try link(folder, "back", to: "../" + lastPart(of: outside.path))
    try link(folder, "loop", to: "loop")
    try link(folder, "nowhere", to: "nothing")
    for name in ["file", "folder/secret", "back/secret"] {
      #expect(throws: FileError.outside) {
        try FileBytes.read(folder.path + "/" + name, max: 9, inside: folder.path)
      }
    }
    #expect(throws: FileError.missing) {
      try FileBytes.read(folder.path + "/nowhere", max: 9, inside: folder.path)
    }
    #expect(throws: FileError.self) {
      try FileBytes.read(folder.path + "/loop", max: 9, inside: folder.path)
    }
  }

  /// A folder whose name only begins like the content folder's is not inside it.
  @Test func namesThatBeginAlikeAreNotInside() throws {
    let folder = try TemporaryFolder(["content/a": [], "content-other/b": []])
    #expect(throws: FileError.outside) {
      try FileBytes.read(
        folder.path + "/content/../content-other/b", max: 9, inside: folder.path + "/content")
    }
  }

  @Test func theReportNamesTheLink() throws {
    var world = SmallWorld()
    world.map.collision[0] = 1
    let outside = try TemporaryFolder(["small.json": Array(world.map.json.utf8)])
    let folder = try TemporaryFolder(world.allFiles)
    try FileManager.default.removeItem(atPath: folder.path + "/maps/small.json")
    try link(folder, "maps/small.json", to: outside.path + "/small.json")
    for paths in [[], [folder.path + "/maps/small.json"]] {
      let report = ContentCheck.run(root: folder.path, paths: paths)
      #expect(
        report.findings.map(\.sentence) == [
          "'maps/small.json' is a link that leads out of the content folder."
        ])
    }
  }
}
