import Testing

@testable import AdminAPI

@Suite struct SessionTests {
  @Test func useKeepsASessionAliveUntilItsEnd() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("sre")
      let idle = AdminLimits.sessionIdleMillisecondsMax
      var left = AdminLimits.sessionMillisecondsMax
      while left > idle {
        fixture.clocks.pass(milliseconds: idle - 1)
        left -= idle - 1
        #expect(try await console.ask("GET", "/api/session", badge.headers).status == 200)
      }
      fixture.clocks.pass(milliseconds: left - 1)
      #expect(try await console.ask("GET", "/api/session", badge.headers).status == 200)
      fixture.clocks.pass(milliseconds: 1)
      #expect(try await console.ask("GET", "/api/session", badge.headers).status == 401)
    }
  }

  @Test func anUnusedSessionEnds() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("sre")
      fixture.clocks.pass(milliseconds: AdminLimits.sessionIdleMillisecondsMax - 1)
      #expect(try await console.ask("GET", "/api/session", badge.headers).status == 200)
      fixture.clocks.pass(milliseconds: AdminLimits.sessionIdleMillisecondsMax)
      #expect(try await console.ask("GET", "/api/session", badge.headers).status == 401)
    }
  }

  private static let json =
    #"{"user":"\#(AdminFixture.user)","password":"\#(AdminFixture.password)"}"#

  @Test func theCookieIsStrict() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let answer = try await console.ask("POST", "/api/session", json: Self.json)
      let cookie = try #require(answer.cookies.first)
      #expect(cookie.hasPrefix("pangea-admin=b."))
      let attributes = Set(cookie.split(separator: ";").dropFirst().map { $0.drop { $0 == " " } })
      #expect(attributes == ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"])
      #expect(answer.headers["cache-control"] == "no-store")
      // What a proxy would say is not believed where there is none.
      let forged = try await console.ask(
        "POST", "/api/session", ["X-Forwarded-Proto": "https"], json: Self.json)
      #expect(forged.cookie.hasPrefix("pangea-admin="))
      let out = try await console.ask(
        "DELETE", "/api/session",
        ["Cookie": answer.cookie, "X-CSRF-Token": try answer.member("csrf_token")])
      #expect(out.cookies.first?.contains("Max-Age=0") == true)
    }
  }

  @Test func overTLSTheCookieIsOfThisHostAlone() async throws {
    let fixture = try await AdminFixture(settings: AccessSettings(isForwarded: true))
    try await fixture.serving { console in
      let tls = ["X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.1.1"]
      let answer = try await console.ask("POST", "/api/session", tls, json: Self.json)
      let cookie = try #require(answer.cookies.first)
      #expect(cookie.hasPrefix("__Host-pangea-admin=b."))
      let attributes = Set(cookie.split(separator: ";").dropFirst().map { $0.drop { $0 == " " } })
      #expect(
        attributes == ["Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"])
      let own = tls.merging(["Cookie": answer.cookie]) { $1 }
      #expect(try await console.ask("GET", "/api/session", own).status == 200)
      // Nor is it taken by another name, or without TLS, or twice.
      let value = answer.cookie.drop { $0 != "=" }
      for (headers, cookies) in [
        (tls, "pangea-admin\(value)"), ([:], answer.cookie),
        (tls, "\(answer.cookie); \(answer.cookie)"),
      ] {
        let other = headers.merging(["Cookie": cookies]) { $1 }
        #expect(try await console.ask("GET", "/api/session", other).status == 401)
      }
    }
  }

  @Test func pagesAreNotAskedForAPasswordByTheBrowser() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let program = try await console.ask("GET", "/api/cluster")
      #expect(program.headers["www-authenticate"]?.hasPrefix("Basic") == true)
      let script = try await console.ask("GET", "/api/cluster", ["Sec-Fetch-Mode": "cors"])
      #expect(script.headers["www-authenticate"]?.hasPrefix("Session") == true)
    }
  }

  @Test func answersShowNothingToOtherPages() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for path in ["/", "/api/cluster", "/api/openapi.json", "/api/nothing"] {
        let answer = try await console.ask(
          "GET", path, AdminFixture.basic().merging(["Origin": "https://evil.example"]) { $1 })
        #expect(answer.headers["access-control-allow-origin"] == nil)
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(
          answer.headers["content-security-policy"]
            == "default-src 'none'; frame-ancestors 'none'")
      }
    }
  }
}
