import NIOCore
import NIOHTTP1

/// What the public port answers to each request.
struct PublicRoutes: Sendable {
  enum Answer {
    case reply(HTTPReply)
    /// Switch to a WebSocket; the headers of the 101 answer.
    case upgrade(HTTPHeaders)
    /// Somebody has to be asked first.
    case later(@Sendable () async -> HTTPReply)
  }

  let server: String
  let origins: OriginPolicy
  let content: ContentFiles
  let web: WebPages
  let regions: RegionsPage
  /// Nil: nobody has an account here.
  var accounts: AccountRoutes?
  /// Whether players can log in now; turns false when the server drains.
  let isReady: @Sendable () -> Bool

  /// Whether the body of a request is read; of all others it is dropped.
  func takesBody(_ head: HTTPRequestHead) -> Bool {
    accounts != nil && head.method == .POST && AccountRoutes.owns(path: Self.path(of: head))
  }

  private static func path(of head: HTTPRequestHead) -> String {
    String(head.uri.prefix { $0 != "?" && $0 != "#" })
  }

  func answer(
    to head: HTTPRequestHead, body: ByteBuffer = ByteBuffer(),
    from address: AddressKey = AddressKey(nil)
  ) -> Answer {
    let path = Self.path(of: head)
    guard path != "/play" else { return play(head) }
    guard head.version == .http1_0 || head.headers["Host"].count == 1 else {
      return .reply(HTTPReply(.badRequest, "Exactly one Host header is needed."))
    }
    if let accounts, AccountRoutes.owns(path: path) {
      return accounts.answer(to: head, path: path, body: body, from: address)
    }
    guard let reply = page(path, head.headers) else {
      return .reply(HTTPReply(.notFound, "There is nothing here. The game is at /."))
    }
    guard head.method == .GET || head.method == .HEAD else {
      return .reply(
        HTTPReply(.methodNotAllowed, "Only GET and HEAD.", headers: ["Allow": "GET, HEAD"]))
    }
    return .reply(reply)
  }

  private func page(_ path: String, _ headers: HTTPHeaders) -> HTTPReply? {
    let tags = headers.first(name: "If-None-Match")
    switch path {
    case "/":
      return web.reply(to: path, ifNoneMatch: tags)
        ?? HTTPReply(.ok, type: "text/html; charset=utf-8", body: HomePage.body(server: server))
    case "/healthz":
      return isReady() ? HTTPReply(.ok, "ok") : HTTPReply(.serviceUnavailable, "shutting down")
    case "/api/regions":
      return regions.body.map { HTTPReply(.ok, type: "application/json", body: $0) }
    case _ where path.hasPrefix("/content/"):
      return content.reply(to: path.dropFirst("/content/".count), ifNoneMatch: tags)
    default:
      return web.reply(to: path, ifNoneMatch: tags)
    }
  }

  private func play(_ head: HTTPRequestHead) -> Answer {
    guard isReady() else {
      return .reply(
        HTTPReply(
          .serviceUnavailable, "This server is shutting down.", headers: ["Retry-After": "1"])
      )
    }
    do {
      return .upgrade(try WebSocketHandshake(origins: origins).answer(to: head))
    } catch {
      return .reply(HTTPReply(error.status, error.message, headers: error.headers))
    }
  }
}
