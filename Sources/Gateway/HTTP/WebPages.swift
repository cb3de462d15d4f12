import NIOCore
import NIOHTTP1

/// The play client: files of a folder, at the root of the public port, that nothing else may use.
struct WebPages: Sendable {
  private let files: ContentFiles

  init(_ files: ContentFiles) { self.files = files }

  /// The pages run only what comes from this server, and nobody may frame them.
  private static let policy = [
    "default-src 'self'", "connect-src 'self' ws: wss:", "img-src 'self' data: blob:",
    "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
  ].joined(separator: "; ")

  /// The answer to a path, that begins with a slash; nil when there is no such file.
  func reply(to path: String, ifNoneMatch tags: String?) -> HTTPReply? {
    let name = path == "/" ? "index.html" : String(path.dropFirst())
    guard var reply = files.reply(to: name, ifNoneMatch: tags) else { return nil }
    reply.headers.add(name: "Content-Security-Policy", value: Self.policy)
    reply.headers.add(name: "Referrer-Policy", value: "no-referrer")
    return reply
  }
}
