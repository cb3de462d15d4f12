import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("Content files")
struct ContentFilesTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-content-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "art"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("serves what lies in the folder, and no link out of it")
  func folder() throws {
    try withFolder { folder in
      try Data("{}".utf8).write(to: folder.appending(path: "manifest.json"))
      try Data([1, 2, 3]).write(to: folder.appending(path: "art/tiles-0123456789abcdef.png"))
      try Data("no".utf8).write(to: folder.appending(path: ".hidden"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "link").path, withDestinationPath: "/etc/passwd")
      let files = try ContentFiles(directory: folder.path)
      #expect(files.count == 2)
      let art = files.reply(to: "art/tiles-0123456789abcdef.png", ifNoneMatch: nil)
      #expect(art?.body == ByteBuffer(bytes: [1, 2, 3]))
      #expect(art?.headers.first(name: "Content-Type") == "image/png")
      #expect(art?.headers.first(name: "Cache-Control")?.contains("immutable") == true)
      for path in ["link", ".hidden", "../manifest.json", "art", "art/", ""] {
        #expect(files.reply(to: path, ifNoneMatch: nil) == nil, "\(path)")
      }
    }
  }

  @Test("the same bytes have the same tag, others another")
  func tags() throws {
    try withFolder { folder in
      for (name, text) in [("a.json", "1"), ("b.json", "1"), ("c.json", "2")] {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      let files = try ContentFiles(directory: folder.path)
      let tags = ["a.json", "b.json", "c.json"].map {
        files.reply(to: $0, ifNoneMatch: nil)?.headers.first(name: "ETag")
      }
      #expect(tags[0] != nil && tags[0] == tags[1] && tags[0] != tags[2])
    }
  }

  @Test("too much, or nothing to read, fails the start")
  func limits() throws {
    try withFolder { folder in
      for name in ["a", "b"] { try Data([1, 2]).write(to: folder.appending(path: name)) }
      #expect(throws: ContentFiles.LoadError.tooManyFiles(max: 1)) {
        try ContentFiles(directory: folder.path, filesMax: 1)
      }
      #expect(throws: ContentFiles.LoadError.tooManyBytes(max: 3)) {
        try ContentFiles(directory: folder.path, bytesMax: 3)
      }
      let missing = folder.path + "/missing"
      #expect(throws: ContentFiles.LoadError.unreadable(missing + "/")) {
        try ContentFiles(directory: missing)
      }
    }
  }

  @Test(
    "names with a hash",
    arguments: [
      ("map-0-0123456789abcdef.json", true), ("manifest.json", false), ("deadbeef.png", false),
      ("0123456789abcdef/manifest.json", false),
    ])
  func hashes(name: String, isImmutable: Bool) {
    #expect(ContentFiles.namesHash(name) == isImmutable)
  }
}
