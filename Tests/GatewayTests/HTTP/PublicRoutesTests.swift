import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("Routes of the public port")
struct PublicRoutesTests {
  private func routes(isReady: Bool = true) -> PublicRoutes {
    let file = ContentFiles.File(
      body: ByteBuffer(string: "{}"), type: "application/json", tag: "\"abc\"",
      isImmutable: true)
    let manifest = ContentFiles.File(
      body: ByteBuffer(string: "[]"), type: "application/json", tag: "\"m\"", isImmutable: false)
    return PublicRoutes(
      server: "gateway-1", origins: .sameHost,
      content: ContentFiles(files: [
        "map-0-0123456789abcdef.json": file, "manifest.json": manifest,
      ]), isReady: { isReady })
  }

  private func get(
    _ uri: String, _ method: HTTPMethod = .GET, isReady: Bool = true,
    headers: HTTPHeaders = ["Host": "x"], version: HTTPVersion = .http1_1
  ) -> HTTPReply? {
    let head = HTTPRequestHead(version: version, method: method, uri: uri, headers: headers)
    guard case .reply(let reply) = routes(isReady: isReady).answer(to: head) else { return nil }
    return reply
  }

  @Test("the page, the health, the content")
  func pages() {
    let home = get("/")
    #expect(home?.status == .ok)
    #expect(home.map { String(buffer: $0.body).contains("gateway-1") } == true)
    #expect(home?.headers.first(name: "X-Content-Type-Options") == "nosniff")
    #expect(get("/?a=b")?.status == .ok)
    #expect(get("/healthz")?.status == .ok)
    #expect(get("/healthz", isReady: false)?.status == .serviceUnavailable)
    let file = get("/content/map-0-0123456789abcdef.json")
    #expect(file.map { String(buffer: $0.body) } == "{}")
    #expect(
      file?.headers.first(name: "Cache-Control") == "public, max-age=31536000, immutable")
    #expect(get("/content/manifest.json")?.headers.first(name: "Cache-Control") == "no-cache")
  }

  @Test("a file that the client has is not sent again")
  func notModified() {
    for (tags, isKnown) in [
      ("\"m\"", true), ("\"x\", \"m\"", true), ("\"x\"", false), ("*", false),
    ] {
      let reply = get("/content/manifest.json", headers: ["Host": "x", "If-None-Match": tags])
      #expect(reply?.status == (isKnown ? .notModified : .ok), "\(tags)")
      #expect((reply?.body.readableBytes == 0) == isKnown)
    }
  }

  @Test(
    "what is not there",
    arguments: [
      "/x", "/content", "/content/", "/content/../routes", "/content/%2e%2e/passwd",
      "/content//manifest.json", "/content/./manifest.json", "/content/manifest.json/",
      "//", "/healthz/", "http://x/", "*", "/content/\u{0}",
    ])
  func missing(uri: String) { #expect(get(uri)?.status == .notFound) }

  @Test("other methods", arguments: [HTTPMethod.POST, .PUT, .DELETE, .OPTIONS, .TRACE])
  func methods(method: HTTPMethod) {
    for uri in ["/", "/healthz", "/content/manifest.json"] {
      let reply = get(uri, method)
      #expect(reply?.status == .methodNotAllowed)
      #expect(reply?.headers.first(name: "Allow") == "GET, HEAD")
    }
    #expect(get("/play", method)?.status == .methodNotAllowed)
  }

  @Test("HTTP/1.1 needs one Host")
  func host() {
    #expect(get("/", headers: [:])?.status == .badRequest)
    #expect(get("/", headers: HTTPHeaders([("Host", "a"), ("Host", "b")]))?.status == .badRequest)
    #expect(get("/", headers: [:], version: .http1_0)?.status == .ok)
  }

  @Test("a WebSocket at /play, and only there")
  func play() {
    #expect(get("/play")?.status == .upgradeRequired)
    #expect(get("/play", isReady: false)?.status == .serviceUnavailable)
    let headers: HTTPHeaders = [
      "Host": "x", "Upgrade": "websocket", "Connection": "Upgrade",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
    ]
    #expect(get("/play?token=1", headers: headers) == nil, "an upgrade")
    #expect(get("/", headers: headers)?.status == .ok, "no upgrade elsewhere")
  }
}
