import FoundationEssentials
import NIOCore
import Testing

@testable import Gateway

/// A request that is not answered as it wishes.
struct BadRequest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let status: Int

  init(_ name: String, _ text: String, _ status: Int) {
    testDescription = name
    self.text = text
    self.status = status
  }
}

private let get = "GET / HTTP/1.1\r\nHost: x\r\n"
private let long = String(repeating: "a", count: 9_000)

let badRequests = [
  BadRequest("no HTTP", "NONSENSE\r\n\r\n", 400),
  BadRequest("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", 400),
  BadRequest("HTTP/2", "GET / HTTP/2.0\r\n\r\n", 505),
  BadRequest("a long header", get + "A: \(long)\r\n\r\n", 431),
  BadRequest("a long target", "GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n", 431),
  BadRequest("many headers", get + String(repeating: "A: b\r\n", count: 100) + "\r\n", 431),
  BadRequest("a long body", get + "Content-Length: 9000\r\n\r\n" + long, 413),
  BadRequest("a negative length", get + "Content-Length: -1\r\n\r\n", 400),
  BadRequest("a WebSocket over HTTP/1.0", "GET /play HTTP/1.0\r\n\r\n", 400),
  BadRequest("another upgrade", get + "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n", 200),
]

@Suite("HTTP over real sockets")
struct HTTPServerTests {
  private func answer(
    _ request: String, _ change: (inout GatewayConfiguration) -> Void = { _ in }
  ) async throws -> String {
    var answer = ""
    try await TestGateway.run(change) { gateway in
      let socket = try await TestSocket.connect(port: gateway.listener.httpPort)
      socket.write(request)
      answer = String(buffer: await socket.readToEnd())
    }
    return answer
  }

  @Test("pipelined requests are answered in order")
  func pipeline() async throws {
    let text = try await answer(
      "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n"
        + "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    let statuses = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
    #expect(statuses == ["200", "200", "404"])
    #expect(!text.contains("<html"), "HEAD has no body")
  }

  @Test("what is no good request gets its status and the end", arguments: badRequests)
  func bad(request: BadRequest) async throws {
    let text = try await answer(request.text)
    #expect(text.hasPrefix("HTTP/1.1 \(request.status) "), "\(text.prefix(100))")
    #expect(text.contains("Connection: close"))
  }

  @Test("a head that comes too slowly, or not at all, is given up")
  func slow() async throws {
    for start in ["", "GET / HTTP/1.1\r\nHost: x\r\nA: "] {
      let text = try await answer(start) { $0.limits.http.requestMillisecondsMax = 100 }
      #expect(text.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test("a body that comes too slowly is given up")
  func slowBody() async throws {
    let text = try await answer("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc") {
      $0.limits.http.requestMillisecondsMax = 100
    }
    #expect(text.hasPrefix("HTTP/1.1 408 "))
  }

  @Test("an idle connection is closed, and so is one that asks for ever")
  func keepAlive() async throws {
    let idle = try await answer("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") {
      $0.limits.http.keepAliveMillisecondsMax = 100
    }
    #expect(idle.hasPrefix("HTTP/1.1 200 ") && !idle.contains("Connection: close"))
    let long = try await answer(
      String(repeating: "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", count: 5)
    ) { $0.limits.http.requestsPerConnectionMax = 3 }
    #expect(long.split(separator: "HTTP/1.1 200").count == 3)
    #expect(long.contains("Connection: close"))
  }

  @Test("a large file arrives whole, also when it is asked for twice at once")
  func large() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-large-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let size = 5_000_000
    try Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(
      to: folder.appending(path: "big.bin"))
    try await TestGateway.run {
      $0.contentDirectory = folder.path
    } _: { gateway in
      let socket = try await TestSocket.connect(port: gateway.listener.httpPort)
      socket.write("GET /content/big.bin HTTP/1.1\r\nHost: x\r\n\r\n")
      socket.write("GET /content/big.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      let all = await socket.readToEnd()
      #expect(all.readableBytes > 2 * size && all.readableBytes < 2 * size + 1_000)
      #expect(
        all.readableBytesView.suffix(size).enumerated().allSatisfy {
          $1 == UInt8(truncatingIfNeeded: $0 &* 31)
        })
    }
  }

  @Test("a content folder that is missing fails the start")
  func noContent() async throws {
    await #expect(throws: GatewayError.content(.unreadable("/nonexistent/"))) {
      try await TestGateway.run {
        $0.contentDirectory = "/nonexistent"
      } _: { _ in
      }
    }
  }

  @Test("a port that is taken fails the start with its address")
  func taken() async throws {
    try await TestGateway.run { gateway in
      let port = gateway.listener.httpPort
      await #expect {
        try await TestGateway.run {
          $0.http.port = port
        } _: { _ in
        }
      } throws: { error in
        guard case .bind(let address, _)? = error as? GatewayError else { return false }
        return address == "127.0.0.1:\(port)"
      }
    }
  }
}
