import NIOCore
import NIOHTTP1

/// The files of the content bundle, as the public port hands them out.
///
/// They are read once, at the start: a request can only name a file of this table, so no path
/// leads out of the directory, and no request waits for a disk.
public struct ContentFiles: Sendable {
  struct File: Sendable {
    let body: ByteBuffer
    let type: String
    /// Quoted, as HTTP wants it.
    let tag: String
    /// Its name contains a hash: it never changes.
    let isImmutable: Bool
  }

  private let files: [String: File]

  /// No content.
  public static let none = ContentFiles(files: [:])

  init(files: [String: File]) { self.files = files }

  /// How many files there are.
  public var count: Int { files.count }

  /// The answer to a request for `path` below `/content/`; nil when there is no such file.
  func reply(to path: some StringProtocol, ifNoneMatch tags: String?) -> HTTPReply? {
    guard let file = files[String(path)] else { return nil }
    let headers: HTTPHeaders = [
      "ETag": file.tag,
      "Cache-Control": file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
    ]
    let known = tags?.split(separator: ",").contains { $0.trimmed == file.tag } ?? false
    return HTTPReply(
      known ? .notModified : .ok, type: file.type, body: known ? ByteBuffer() : file.body,
      headers: headers)
  }

  /// The media type that a file's name tells.
  static func type(of path: some StringProtocol) -> String {
    switch path.split(separator: ".").last?.lowercased() {
    case "json": "application/json"
    case "html": "text/html; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "png": "image/png"
    case "svg": "image/svg+xml"
    case "webp": "image/webp"
    case "wasm": "application/wasm"
    default: "application/octet-stream"
    }
  }

  /// Whether the last part of a path carries a hash of at least 16 hexadecimal digits.
  static func namesHash(_ path: some StringProtocol) -> Bool {
    path.split(separator: "/").last?
      .split { !$0.isHexDigit }
      .contains { $0.count >= 16 } ?? false
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    drop { $0 == " " }.prefix { $0 != " " }
  }
}
