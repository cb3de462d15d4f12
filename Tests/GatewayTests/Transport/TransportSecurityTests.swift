import FoundationEssentials
import Model
import NIOCore
import NIOSSL
import Testing
import Wire

@testable import Gateway

@Suite("TLS on the players' ports")
struct TransportSecurityTests {
  /// Files with the texts, for as long as `body` runs.
  static func files(
    certificate: String = TestCertificate.certificate, key: String = TestCertificate.key,
    _ body: (CertificateFiles) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-tls-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = CertificateFiles(
      certificate: folder.appending(path: "certificate.pem").path,
      key: folder.appending(path: "key.pem").path)
    try Data(certificate.utf8).write(to: URL(filePath: files.certificate))
    try Data(key.utf8).write(to: URL(filePath: files.key))
    try await body(files)
  }

  @Test(
    "what is no certificate or no key fails the start",
    arguments: [
      ("", TestCertificate.key), ("nonsense", TestCertificate.key),
      (TestCertificate.certificate, ""), (TestCertificate.certificate, "nonsense"),
      (TestCertificate.key, TestCertificate.certificate),
      (TestCertificate.certificate, TestCertificate.otherKey),
    ])
  func bad(certificate: String, key: String) async throws {
    try await Self.files(certificate: certificate, key: key) { files in
      await #expect {
        try await TestGateway.run {
          $0.certificate = files
        } _: { _ in
        }
      } throws: { error in
        guard case .certificate? = error as? GatewayError else { return false }
        return true
      }
    }
  }

  @Test("files that are missing fail the start")
  func missing() async throws {
    await #expect(throws: GatewayError.self) {
      try await TestGateway.run {
        $0.certificate = CertificateFiles(
          certificate: "/nonexistent/c.pem", key: "/nonexistent/k.pem")
      } _: { _ in
      }
    }
  }

  private static func client() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    // The certificate is nobody's; what is looked at is that TLS is spoken.
    configuration.certificateVerification = .none
    return try NIOSSLContext(configuration: configuration)
  }

  private static func connect(_ port: Int) async throws -> TestSocket {
    let context = try client()
    return try await TestSocket.connect(port: port) { channel in
      try channel.pipeline.syncOperations.addHandler(
        NIOSSLClientHandler(context: context, serverHostname: nil))
    }
  }

  @Test("HTTP, accounts and a large answer, over TLS")
  func http() async throws {
    try await Self.files { files in
      try await TestGateway.run {
        $0.certificate = files
      } _: { gateway in
        let socket = try await Self.connect(gateway.listener.httpPort)
        let body = #"{"name":"Ada","password":"correct horse"}"#
        socket.write(
          "POST /api/register HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let text = String(buffer: await socket.readToEnd())
        #expect(text.split(separator: "HTTP/1.1 200").count == 2, "\(text.prefix(300))")
        #expect(text.hasSuffix("</html>\n"))
      }
    }
  }

  @Test("play over TLS", arguments: TestPlayer.Transport.allCases)
  func play(transport: TestPlayer.Transport) async throws {
    try await Self.files { files in
      try await TestGateway.run {
        $0.certificate = files
      } _: { gateway in
        let port =
          transport == .tcp ? gateway.listener.tcpPort : gateway.listener.httpPort
        var player = try await TestPlayer(transport, on: try await Self.connect(port))
        player.send(.hello(version: 1, client: "test"))
        player.send(.guestLogin(name: "Ada"))
        guard case .welcome = try await player.nextMessage(),
          case .loggedIn(let login) = try await player.nextMessage()
        else { throw TestGateway.Unexpected() }
        player.send(.join(login.character))
        guard case .joined = try await player.nextMessage() else {
          throw TestGateway.Unexpected()
        }
        player.send(
          .input(PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 1, dy: 0))))
        while try await player.nextSnapshot()?.own?.counters.lastInput != InputSequence(1) {}
        player.send(.bye(reason: "done"))
        #expect(try await player.nextMessage() == .bye(reason: "goodbye"))
        #expect(try await player.drain() == (transport == .webSocket ? 1000 : nil))
      }
    }
  }

  @Test("whoever speaks no TLS gets no answer, and others go on")
  func plain() async throws {
    try await Self.files { files in
      try await TestGateway.run {
        $0.certificate = files
      } _: { gateway in
        for port in [gateway.listener.httpPort, gateway.listener.tcpPort] {
          let socket = try await TestSocket.connect(port: port)
          socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
          let answer = String(buffer: await socket.readToEnd())
          #expect(!answer.contains("HTTP/1.1"))
        }
        let socket = try await Self.connect(gateway.listener.httpPort)
        socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(String(buffer: await socket.readToEnd()).hasPrefix("HTTP/1.1 200"))
      }
    }
  }
}
