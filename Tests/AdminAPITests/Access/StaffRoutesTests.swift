import Storage
import Testing

@testable import AdminAPI

@Suite struct StaffRoutesTests {
  @Test func anAccountIsMadeAndUsed() async throws {
    let fixture = try await AdminFixture(settings: AccessSettings(needsSecondFactor: false))
    try await fixture.serving { console in
      let basic = AdminFixture.basic()
      let made = try await console.ask(
        "POST", "/api/staff", basic, json: #"{"name":"Ada","role":"gm"}"#)
      #expect(made.status == 200, "\(made.text)")
      let password: String = try made.member("password")
      #expect(password.count == 22)
      let taken = try await console.ask(
        "POST", "/api/staff", basic, json: #"{"name":"ADA","role":"sre"}"#)
      #expect(taken.status == 409 && taken.code == "conflict")
      let own = try await console.ask(
        "POST", "/api/session", json: #"{"user":"ada","password":"\#(password)"}"#)
      #expect(try own.member("role") == "gm")
      let list = try await console.ask("GET", "/api/staff", basic)
      #expect(list.text.contains(#""name":"Ada""#) && !list.text.contains("scrypt"))

      // Another role holds at once: the session is over, and a new one is another.
      let id = try made.member("id", as: Int.self)
      let changed = try await console.ask(
        "PATCH", "/api/staff/\(id)", basic, json: #"{"role":"read_only"}"#)
      #expect(try changed.member("role") == "read_only")
      #expect(try await console.ask("GET", "/api/session", ["Cookie": own.cookie]).status == 401)
      let unchanged = try await console.ask("PATCH", "/api/staff/\(id)", basic, json: "{}")
      #expect(unchanged.status == 200)
      let reset = try await console.ask(
        "POST", "/api/staff/\(id)/reset", basic, json: #"{"password":true}"#)
      let other: String = try reset.member("password")
      for (word, status) in [(password, 401), (other, 200)] {
        let answer = try await console.ask(
          "POST", "/api/session", json: #"{"user":"ada","password":"\#(word)"}"#)
        #expect(answer.status == status)
      }
      let closed = try await console.ask("DELETE", "/api/staff/\(id)/sessions", basic)
      #expect(try closed.member("closed") == 1)
      let off = try await console.ask(
        "PATCH", "/api/staff/\(id)", basic, json: #"{"disabled":true}"#)
      #expect(try off.member("disabled") == true)
    }
    #expect(
      try await fixture.actions() == [
        "staff.add", "session.open", "staff.change", "staff.reset", "session.open",
        "session.close_all", "staff.change",
      ])
    let rows = try await fixture.store.audit(AuditFilter(action: "staff.change"), max: 9).rows
    #expect(rows.map(\.entry.details) == [#"{"disabled":"true"}"#, #"{"role":"read_only"}"#])
    #expect(rows.allSatisfy { $0.entry.actor == "env:admin" && $0.entry.target == "staff/1" })
  }

  @Test func nobodyChangesTheirOwnRole() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let badge = try await fixture.badge("super_admin")
      let path = "/api/staff/\(badge.staff.rawValue)"
      for (method, tail, json) in [
        ("PATCH", "", #"{"role":"gm"}"#), ("PATCH", "", #"{"disabled":true}"#),
        ("POST", "/reset", #"{"second_factor":true}"#),
      ] {
        let answer = try await console.ask(method, path + tail, badge.headers, json: json)
        #expect(answer.status == 409, "\(method) \(tail)")
      }
      let other = try await fixture.badge("gm")
      let reset = try await console.ask(
        "POST", "/api/staff/\(other.staff.rawValue)/reset", badge.headers,
        json: #"{"second_factor":true}"#)
      #expect(reset.status == 200)
      #expect(try await fixture.store.staff(other.staff)?.hasSecondFactor == false)
    }
  }

  @Test(arguments: [
    #"{"name":"","role":"gm"}"#, #"{"name":"a b","role":"gm"}"#, #"{"name":"env:x","role":"gm"}"#,
    #"{"name":"ada","role":"god"}"#, #"{"name":"ada"}"#, #"{"role":"gm"}"#,
    #"{"name":"ada","role":"gm","password":"short"}"#, #"{"name":"ada","role":"gm","x":1}"#,
    #"{"name":1,"role":"gm"}"#, #"{"name":null,"role":"gm"}"#, "[]", "", "{", "null",
  ])
  func badRequestsAreToldWhatIsWrong(_ json: String) async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let answer = try await console.ask("POST", "/api/staff", AdminFixture.basic(), json: json)
      #expect(answer.status == 400 && answer.code == "malformed", "\(answer.text)")
    }
    #expect(try await fixture.store.staff().isEmpty)
    #expect(try await fixture.actions().isEmpty)
  }

  @Test func otherTypesAndLongBodiesAreRefused() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let basic = AdminFixture.basic()
      for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let answer = try await console.ask(
          "POST", "/api/staff", basic.merging(["Content-Type": type]) { $1 },
          json: #"{"name":"ada","role":"gm"}"#)
        #expect(answer.status == 415 && answer.code == "bad_type")
      }
      let long = #"{"name":""# + String(repeating: "a", count: AdminLimits.bodyBytesMax) + #""}"#
      let answer = try await console.ask("POST", "/api/staff", basic, json: long)
      #expect(answer.status == 413 && answer.code == "too_large")
      let unasked = try await console.ask("GET", "/api/staff", basic, json: "{}")
      #expect(unasked.status == 400)
    }
  }
}
