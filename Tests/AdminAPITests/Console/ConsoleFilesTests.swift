import Foundation
import NIOCore
import Testing

@testable import AdminAPI

@Suite struct ConsoleFilesTests {
  /// A folder with a console of a few files, and something beside it that is nobody's business.
  private static func folder() throws -> URL {
    let parent = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-console-\(UUID().uuidString)")
    let folder = parent.appendingPathComponent("console")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("deep"), withIntermediateDirectories: true)
    for (name, text) in [
      ("index.html", "<!doctype html>page"), ("console.js", String(repeating: "let x;", count: 99)),
      ("console.js.gz", "zipped"), ("chunk-ABCD1234.js", "part"), (".secret", "s"),
      ("deep/x.js", "deep"), ("../beside.txt", "beside"),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("link.txt"),
      withDestinationURL: parent.appendingPathComponent("beside.txt"))
    return folder
  }

  private func serving(_ body: (AdminFixture.Console) async throws -> Void) async throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    let fixture = try await AdminFixture(console: try ConsoleFiles(folder: folder.path))
    try await fixture.serving(body)
  }

  @Test func theFirstAddressLeadsToThePage() async throws {
    try await serving { console in
      for path in ["/", "/console"] {
        let answer = try await console.ask("GET", path)
        #expect(answer.status == 307, "\(path)")
        #expect(answer.headers["location"] == "/console/")
      }
      let page = try await console.ask("GET", "/console/")
      #expect(page.status == 200)
      #expect(page.text == "<!doctype html>page")
      #expect(page.headers["content-type"] == "text/html; charset=utf-8")
    }
  }

  @Test func nothingInlineRunsAndNobodyMayFrameIt() async throws {
    try await serving { console in
      let page = try await console.ask("GET", "/console/index.html")
      let policy = try #require(page.headers["content-security-policy"])
      for part in [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
        "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
      ] {
        #expect(policy.contains(part), "\(part)")
      }
      #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("data:"))
      #expect(page.headers["x-content-type-options"] == "nosniff")
      #expect(page.headers["referrer-policy"] == "no-referrer")
      #expect(page.headers["cross-origin-opener-policy"] == "same-origin")
    }
  }

  @Test func whatIsKnownIsNotSentAgain() async throws {
    try await serving { console in
      let first = try await console.ask("GET", "/console/console.js")
      #expect(first.headers["content-type"] == "text/javascript; charset=utf-8")
      #expect(first.headers["cache-control"] == "no-cache")
      let tag = try #require(first.headers["etag"])
      for known in [tag, "\"x\", \(tag)", "*"] {
        let answer = try await console.ask("GET", "/console/console.js", ["If-None-Match": known])
        #expect(answer.status == 304 && answer.text.isEmpty, "\(known)")
      }
      let other = try await console.ask("GET", "/console/console.js", ["If-None-Match": "\"x\""])
      #expect(other.status == 200)
      let chunk = try await console.ask("GET", "/console/chunk-ABCD1234.js")
      #expect(chunk.headers["cache-control"]?.contains("immutable") == true)
    }
  }

  @Test func compressedFilesGoToThoseWhoTakeThem() async throws {
    try await serving { console in
      let plain = try await console.ask("GET", "/console/console.js")
      #expect(plain.headers["content-encoding"] == nil)
      #expect(plain.headers["vary"] == "Accept-Encoding")
      for taking in ["gzip", "br, GZIP;q=0.5", "deflate,gzip"] {
        let zipped = try await console.ask(
          "GET", "/console/console.js", ["Accept-Encoding": taking])
        #expect(zipped.headers["content-encoding"] == "gzip", "\(taking)")
        #expect(zipped.text == "zipped")
        #expect(zipped.headers["etag"] != plain.headers["etag"])
      }
      for refusing in ["br", "gzip;q=0", "gzip; q=0.0, br", ""] {
        let answer = try await console.ask(
          "GET", "/console/console.js", ["Accept-Encoding": refusing])
        #expect(answer.headers["content-encoding"] == nil, "\(refusing)")
      }
    }
  }

  @Test func noPathLeadsOut() async throws {
    try await serving { console in
      for path in [
        "/console/../beside.txt", "/console/%2e%2e/beside.txt", "/console/..%2fbeside.txt",
        "/console/%2e%2e%2fbeside.txt", "/console//etc/passwd", "/console/%2fetc%2fpasswd",
        "/console/.secret", "/console/deep/x.js", "/console/deep%2fx.js", "/console/link.txt",
        "/console/console.js.gz", "/console/nothing", "/console/index.html%00", "/console/..",
      ] {
        let answer = try await console.ask("GET", path)
        #expect(answer.status == 404, "\(path): \(answer.status)")
        #expect(!answer.text.contains("beside") && !answer.text.contains("deep"))
      }
      let wrong = try await console.ask("POST", "/console/index.html")
      #expect(wrong.status == 404 || wrong.status == 405)
    }
  }

  @Test func withoutAConsoleAPageSaysHowItIsMade() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for path in ["/", "/console/"] {
        let page = try await console.ask("GET", path)
        #expect(page.status == 200)
        #expect(page.text.contains("tools/console.sh"))
        #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
      }
    }
  }

  @Test func aFolderWithoutAPageIsRefused() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    #expect(throws: ConsoleFiles.LoadError.unreadable("/nowhere/at/all")) {
      try ConsoleFiles(folder: "/nowhere/at/all")
    }
    let empty = folder.appendingPathComponent("deep").path
    #expect(throws: ConsoleFiles.LoadError.noPage(empty)) { try ConsoleFiles(folder: empty) }
  }
}
