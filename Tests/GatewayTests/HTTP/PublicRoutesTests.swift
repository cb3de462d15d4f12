import Cluster
import Foundation
import Model
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("Routes of the public port")
struct PublicRoutesTests {
  private func routes(isReady: Bool = true, hasClient: Bool = false) -> PublicRoutes {
    let file = ContentFiles.File(
      body: ByteBuffer(string: "{}"), type: "application/json", tag: "\"abc\"",
      isImmutable: true)
    let manifest = ContentFiles.File(
      body: ByteBuffer(string: "[]"), type: "application/json", tag: "\"m\"", isImmutable: false)
    return PublicRoutes(
      server: "gateway-1", origins: .sameHost,
      content: ContentFiles(files: [
        "map-0-0123456789abcdef.json": file, "manifest.json": manifest,
      ]),
      web: WebPages(hasClient ? Self.client : .none), regions: Self.regions,
      isReady: { isReady })
  }

  private static let client = ContentFiles(files: [
    "index.html": .init(
      body: ByteBuffer(string: "<title>Play</title>"), type: "text/html; charset=utf-8",
      tag: "\"i\"", isImmutable: false),
    "net/api.js": .init(
      body: ByteBuffer(string: "export {}"), type: "text/javascript; charset=utf-8", tag: "\"j\"",
      isImmutable: false),
    // What a client folder may not cover.
    "healthz": .init(
      body: ByteBuffer(string: "no"), type: "text/plain", tag: "\"h\"", isImmutable: false),
  ])

  /// Two regions; the second has no owner.
  private static let regions = RegionsPage(
    grid: RegionGrid(map: MapID(3), columns: 2, rows: 1, edgeUnits: 512, viewRadiusUnits: 200),
    links: GatewayLinks(
      send: { _, _ in false },
      sendBatch: { _, _ in false },
      owner: { $0.column == 0 ? RegionOwner(shard: ShardID(7), epoch: Epoch(4)) : nil },
      heardEpoch: { _, _ in }),
    speaks: ["chat", "skills"],
    players: { 5 })

  private func client(
    _ uri: String, headers: HTTPHeaders = ["Host": "x"]
  ) -> HTTPReply? {
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: uri, headers: headers)
    guard case .reply(let reply) = routes(hasClient: true).answer(to: head) else { return nil }
    return reply
  }

  @Test("the play client, at the root, with a policy of what it may do")
  func playClient() {
    for path in ["/", "/?x=1", "/index.html"] {
      let page = client(path)
      #expect(page.map { String(buffer: $0.body) } == "<title>Play</title>")
      #expect(
        page?.headers.first(name: "Content-Security-Policy")?.hasPrefix("default-src 'self'")
          == true)
      #expect(page?.headers.first(name: "Cache-Control") == "no-cache")
    }
    let module = client("/net/api.js")
    #expect(module?.headers.first(name: "Content-Type") == "text/javascript; charset=utf-8")
    #expect(client("/", headers: ["Host": "x", "If-None-Match": "\"i\""])?.status == .notModified)
    #expect(client("/healthz").map { String(buffer: $0.body) } == "ok\n")
    for path in ["/net", "/net/", "/net/../index.html", "//index.html", "/.git/config"] {
      #expect(client(path)?.status == .notFound, "\(path)")
    }
  }

  @Test("who simulates which region")
  func regionsPage() throws {
    let page = try #require(get("/api/regions"))
    #expect(page.status == .ok)
    #expect(page.headers.first(name: "Content-Type") == "application/json")
    let body = try JSONDecoder().decode(RegionsAnswer.self, from: Data(page.body.readableBytesView))
    #expect(body.map == 3 && body.columns == 2 && body.rows == 1)
    #expect(body.regionEdge == 512 && body.players == 5 && body.speaks == ["chat", "skills"])
    #expect(body.regions.map(\.shard) == [7, 0])
    #expect(body.regions.map(\.epoch) == [4, 0])
    #expect(body.regions.map(\.column) == [0, 1])
  }

  private struct RegionsAnswer: Decodable {
    struct Region: Decodable {
      var region: UInt32
      var column: Int
      var row: Int
      var shard: UInt32
      var epoch: UInt64
    }

    var map: Int
    var columns: Int
    var rows: Int
    var regionEdge: Int
    var players: Int
    var speaks: [String]
    var regions: [Region]
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
