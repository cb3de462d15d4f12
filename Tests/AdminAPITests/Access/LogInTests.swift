import Foundation
import Model
import Security
import Storage
import Testing

@testable import AdminAPI

@Suite struct LogInTests {
  private static func json(_ user: String, _ password: String, code: String? = nil) -> String {
    let code = code.map { #","code":"\#($0)""# } ?? ""
    return #"{"user":"\#(user)","password":"\#(password)"\#(code)}"#
  }

  private func logIn(
    _ console: AdminFixture.Console, _ name: String, code: String? = nil
  ) async throws -> HTTPAnswer {
    try await console.ask(
      "POST", "/api/session", json: Self.json(name, AdminFixture.password(of: name), code: code))
  }

  private func headers(_ answer: HTTPAnswer) throws -> [String: String] {
    ["Cookie": answer.cookie, "X-CSRF-Token": try answer.member("csrf_token")]
  }

  /// The whole way of somebody new: log in, set up the second factor, log out, log in with a code.
  @Test func fromTheFirstLogInToTheSecondFactor() async throws {
    let fixture = try await AdminFixture()
    let ada = try await fixture.person("ada", role: .gm)
    try await fixture.serving { console in
      let first = try await logIn(console, "ada")
      #expect(first.status == 200, "\(first.text)")
      #expect(try first.member("permissions") == ["own_account"])
      #expect(try first.member("second_factor") == false)
      let own = try headers(first)
      let refused = try await console.ask(
        "POST", "/api/session/factor", own, json: #"{"password":"wrong"}"#)
      #expect(refused.status == 401 && refused.code == "bad_credentials")
      let proposed = try await console.ask(
        "POST", "/api/session/factor", own,
        json: #"{"password":"\#(AdminFixture.password(of: "ada"))"}"#)
      #expect(proposed.status == 200, "\(proposed.text)")
      let secret = try #require(Base32.decode(try proposed.member("secret", as: String.self)))
      #expect(try proposed.member("uri", as: String.self).hasPrefix("otpauth://totp/Pangea:ada?"))
      let app = try #require(OneTimePassword(secret: secret))
      func code(_ offset: Int64 = 0) throws -> String {
        try app.code(atStep: OneTimePassword.step(at: fixture.clocks.wall + offset))
      }
      let wrong = try await console.ask(
        "POST", "/api/session/factor/confirm", own, json: #"{"code":"\#(try code(90_000))"}"#)
      #expect(wrong.status == 401 && wrong.code == "bad_code")
      let confirmed = try await console.ask(
        "POST", "/api/session/factor/confirm", own, json: #"{"code":"\#(try code())"}"#)
      #expect(confirmed.status == 200, "\(confirmed.text)")
      #expect(try await console.ask("GET", "/api/cluster", own).status == 200)
      let again = try await console.ask(
        "POST", "/api/session/factor", own,
        json: #"{"password":"\#(AdminFixture.password(of: "ada"))"}"#)
      #expect(again.status == 409)

      #expect(try await console.ask("DELETE", "/api/session", own).status == 200)
      #expect(try await console.ask("GET", "/api/session", own).status == 401)
      let asked = try await logIn(console, "ada")
      #expect(asked.status == 401 && asked.code == "code_needed" && asked.cookies.isEmpty)
      let used = try await logIn(console, "ada", code: try code())
      #expect(used.status == 401 && used.code == "bad_code", "its step was used to confirm")
      fixture.clocks.pass(milliseconds: 30_000)
      let opened = try await logIn(console, "ada", code: try code())
      #expect(opened.status == 200)
      #expect(try opened.member("permissions", as: [String].self).contains("kick"))
      let replayed = try await logIn(console, "ada", code: try code())
      #expect(replayed.status == 401 && replayed.code == "bad_code")
      #expect(try await fixture.store.staff(ada)?.hasSecondFactor == true)
    }
    let log = try await fixture.store.audit(AuditFilter(), max: 100)
    #expect(
      log.rows.reversed().map(\.entry.action) == [
        "staff.add", "session.open", "factor.propose", "factor.refuse", "factor.confirm",
        "session.close", "factor.refuse", "session.open", "factor.refuse",
      ])
    #expect(log.rows.dropLast().allSatisfy { $0.entry.address == "127.0.0.1" })
    #expect(!log.rows.contains { $0.entry.details.contains(AdminFixture.password(of: "ada")) })
    #expect(try await fixture.store.verifyAudit().isWhole)
  }

  @Test func unknownWrongAndDisabledAreOneAnswer() async throws {
    let fixture = try await AdminFixture()
    _ = try await fixture.person("ada", role: .gm)
    let bo = try await fixture.person("bo", role: .gm)
    _ = try await fixture.store.changeStaff(
      bo, [.disabled(true)], keeping: nil,
      audit: AuditEntry(at: 0, actor: "test", role: "", action: "staff.change"))
    try await fixture.serving { console in
      var answers: [HTTPAnswer] = []
      for (name, password) in [
        ("nobody", "x"), ("ada", "x"), ("bo", AdminFixture.password(of: "bo")), ("admin", "x"),
      ] {
        answers.append(
          try await console.ask("POST", "/api/session", json: Self.json(name, password)))
      }
      #expect(Set(answers.map(\.text)).count == 1)
      #expect(answers.allSatisfy { $0.status == 401 && $0.code == "bad_credentials" })
      #expect(answers.allSatisfy { $0.cookies.isEmpty })
    }
  }

  @Test func guessingIsEndedByAddressAndByAccount() async throws {
    let fixture = try await AdminFixture(settings: AccessSettings(isForwarded: true))
    _ = try await fixture.person("ada", role: .gm)
    try await fixture.serving { console in
      func guess(_ name: String, from address: String) async throws -> HTTPAnswer {
        try await console.ask(
          "POST", "/api/session", ["X-Forwarded-For": "1.1.1.1, \(address)"],
          json: Self.json(name, "guess"))
      }
      // One account from many addresses.
      for number in 0..<AdminLimits.failuresMax {
        #expect(try await guess("ada", from: "10.0.0.\(number)").status == 401)
      }
      let blocked = try await guess("ADA", from: "10.0.1.1")
      #expect(blocked.status == 429 && blocked.code == "rate_limited")
      #expect((1...60).contains(Int(blocked.headers["retry-after"] ?? "") ?? 0))
      let right = try await console.ask(
        "POST", "/api/session", ["X-Forwarded-For": "10.0.1.2"],
        json: Self.json("ada", AdminFixture.password(of: "ada")))
      #expect(right.status == 429, "also the right one has to wait: it may have been guessed")
      // Many accounts from one address.
      for number in 0..<AdminLimits.failuresMax {
        #expect(try await guess("name\(number)", from: "10.0.2.2").status == 401)
      }
      #expect(try await guess("another", from: "10.0.2.2").status == 429)
      #expect(try await guess("another", from: "10.0.2.3").status == 401)
      fixture.clocks.pass(milliseconds: AdminLimits.failureWindow.microseconds / 1_000)
      let later = try await console.ask(
        "POST", "/api/session", ["X-Forwarded-For": "10.0.2.2"],
        json: Self.json("ada", AdminFixture.password(of: "ada")))
      #expect(later.status == 200)
    }
  }

  @Test func manyAtOnceAreNoMoreThanManyInARow() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<3 * AdminLimits.failuresMax {
          group.addTask {
            try await console.ask("POST", "/api/session", json: Self.json("ada", "guess")).status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 401 } == AdminLimits.failuresMax)
      #expect(statuses.count { $0 == 429 } == 2 * AdminLimits.failuresMax)
    }
  }

  @Test func theEnvironmentsUserMayHaveASession() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let opened = try await console.ask(
        "POST", "/api/session", json: Self.json(AdminFixture.user, AdminFixture.password))
      #expect(opened.status == 200, "\(opened.text)")
      #expect(try opened.member("user") == "env:admin")
      #expect(try opened.member("role") == "super_admin")
      let own = try headers(opened)
      #expect(try await console.ask("GET", "/api/cluster", own).status == 200)
      let proposed = try await console.ask(
        "POST", "/api/session/factor", own, json: #"{"password":"x"}"#)
      #expect(proposed.status == 409)
      let closed = try await console.ask("DELETE", "/api/sessions", own)
      #expect(try closed.member("closed") == 1)
      #expect(try await console.ask("GET", "/api/cluster", own).status == 401)
    }
    #expect(try await fixture.actions() == ["session.open", "session.close_all"])
  }

  /// With another password in the environment nothing of the old one's is good any more.
  @Test func theEnvironmentsSessionsEndWithItsPassword() async throws {
    let fixture = try await AdminFixture()
    let opened = try await fixture.access.logIn(
      user: AdminFixture.user, password: AdminFixture.password, code: nil, from: "")
    #expect(try await fixture.access.actor(cookie: opened.value) != nil)
    for (user, password) in [("admin", "another"), ("other", AdminFixture.password)] {
      let access = try StaffAccess(
        store: fixture.store, credentials: AdminCredentials(user: user, password: password),
        clock: fixture.clocks, wallClock: { fixture.clocks.wall }, logger: fixture.access.logger)
      #expect(try await access.actor(cookie: opened.value) == nil)
    }
  }

  @Test func anotherPasswordEndsOtherSessions() async throws {
    let fixture = try await AdminFixture()
    _ = try await fixture.person("ada", role: .gm)
    try await fixture.serving { console in
      let (first, second) = (try await logIn(console, "ada"), try await logIn(console, "ada"))
      let own = try headers(second)
      func change(_ old: String, _ new: String) async throws -> HTTPAnswer {
        try await console.ask(
          "POST", "/api/session/password", own,
          json: #"{"password":"\#(old)","new_password":"\#(new)"}"#)
      }
      let old = AdminFixture.password(of: "ada")
      #expect(try await change("wrong", "another long word").code == "bad_credentials")
      #expect(try await change(old, "short").status == 400)
      #expect(try await change(old, "another long word").status == 200)
      #expect(try await console.ask("GET", "/api/session", own).status == 200)
      #expect(try await console.ask("GET", "/api/session", headers(first)).status == 401)
      #expect(try await logIn(console, "ada").status == 401)
      let new = try await console.ask(
        "POST", "/api/session", json: Self.json("ada", "another long word"))
      #expect(new.status == 200)
    }
  }
}
