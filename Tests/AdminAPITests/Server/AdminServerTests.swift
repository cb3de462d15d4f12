import Foundation
import Logging
import NIOCore
import NIOPosix
import Storage
import Testing

@testable import AdminAPI

@Suite struct AdminServerTests {
  @Test func theClusterIsShownToWhoMaySeeIt() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let answer = try await console.ask("GET", "/api/cluster", AdminFixture.basic())
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"] == "application/json")
      #expect(answer.headers["cache-control"] == "no-store")
      #expect(answer.text.contains(#""schema":"pangea.cluster/1""#))
      let stranger = try await console.ask("GET", "/api/cluster")
      #expect(stranger.status == 401)
      #expect(!stranger.text.contains("shard"))
      let wrong = try await console.ask("GET", "/api/cluster", AdminFixture.basic("admin:x"))
      #expect(wrong.status == 401)
    }
  }

  @Test func theFirstPageSaysWhatIsThere() async throws {
    let fixture = try await AdminFixture(hasEnvironment: false)
    try await fixture.serving { console in
      let page = try await console.ask("GET", "/")
      #expect(page.status == 200)
      #expect(page.text.contains("/api/cluster"))
      let refused = try await console.ask("GET", "/api/cluster", AdminFixture.basic("a:b"))
      #expect(refused.status == 401, "nothing is configured")
    }
  }

  @Test func guessingIsEnded() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for _ in 0..<3 * AdminLimits.failuresMax {
        #expect(try await console.ask("GET", "/api/session", AdminFixture.basic()).status == 200)
      }
      for _ in 0..<AdminLimits.failuresMax {
        let guess = try await console.ask("GET", "/api/cluster", AdminFixture.basic("admin:x"))
        #expect(guess.status == 401)
      }
      let answer = try await console.ask("GET", "/api/cluster", AdminFixture.basic())
      #expect(answer.status == 429, "also the right one has to wait: it may have been guessed")
      let wait = try #require(Int(answer.headers["retry-after"] ?? ""))
      #expect((1...60).contains(wait))
    }
  }

  @Test func withoutStorageAnswersAreRefused() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("super_admin")
      await fixture.store.close()
      for headers in [badge.headers, AdminFixture.basic()] {
        let answer = try await console.ask("GET", "/api/staff", headers)
        #expect(answer.status == 503 && answer.code == "unavailable")
      }
    }
  }

  @Test func aTakenPortIsTold() async throws {
    let fixture = try await AdminFixture()
    let other = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(other.localAddress?.port)
    let server = AdminServer(
      host: "127.0.0.1", port: port, access: fixture.access, features: [],
      logger: Logger(label: "test"))
    await #expect(throws: AdminPortError(host: "127.0.0.1", port: port, number: EADDRINUSE)) {
      try await server.run()
    }
    try await other.close()
  }
}
