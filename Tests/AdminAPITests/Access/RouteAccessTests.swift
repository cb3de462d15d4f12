import HTTPTypes
import Testing

@testable import AdminAPI

/// Every route against everybody who may ask: what is not granted is refused.
@Suite struct RouteAccessTests {
  /// A path with something in the place of each parameter.
  private func path(_ route: AdminRoute) -> String {
    // What streams would not end by itself.
    let query = route.answerType == "text/event-stream" ? "?max=1" : ""
    return route.path.split(separator: "/").map { part in
      guard part.hasPrefix("{") else { return "/" + part }
      let shape = route.parameters[String(part.dropFirst().dropLast())]
      if case .integer = shape { return "/9007199254740991" }
      return "/unknown-0"
    }.joined() + query
  }

  /// Passes the gate and no further, where a body is looked at.
  private func body(_ route: AdminRoute) -> String? { route.body == nil ? nil : "[]" }

  private func ask(
    _ console: AdminFixture.Console, _ route: AdminRoute, _ headers: [String: String]
  ) async throws -> HTTPAnswer {
    try await console.ask(
      route.method.rawValue, path(route), headers, json: body(route))
  }

  /// Whether the gate let it through: what comes after it says other things.
  private func expectPassed(_ answer: HTTPAnswer, _ route: AdminRoute, _ who: String) {
    #expect(
      ![401, 403, 405, 429].contains(answer.status),
      "\(route.method) \(route.path) by \(who): \(answer.status) \(answer.text)")
    #expect(
      route.statuses.contains(answer.status),
      "\(answer.status) of \(route.path) is documented")
    #expect(answer.status < 500, "\(route.path) by \(who): \(answer.text)")
  }

  private func expectRefused(
    _ answer: HTTPAnswer, _ status: Int, _ code: String, _ route: AdminRoute, _ who: String
  ) {
    #expect(
      answer.status == status && answer.code == code,
      "\(route.method) \(route.path) by \(who): \(answer.status) \(answer.text)")
    #expect(
      route.statuses.contains(answer.status),
      "\(answer.status) of \(route.path) is documented")
  }

  @Test(arguments: Role.allCases)
  func everyRouteIsOpenToThoseWhoHaveItsPermissionAlone(_ role: Role) async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes {
        let badge = try await fixture.badge(role.rawValue)
        let answer = try await ask(console, route, badge.headers)
        if route.permission.map(role.permissions.contains) ?? true {
          expectPassed(answer, route, role.rawValue)
        } else {
          expectRefused(answer, 403, "forbidden", route, role.rawValue)
        }
      }
    }
  }

  @Test(arguments: ["", "god", "SUPER_ADMIN", "super_admin "])
  func aRoleThatIsNotKnownMayNothing(_ role: String) async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes where route.permission != nil {
        let badge = try await fixture.badge(role.isEmpty ? "none" : role)
        expectRefused(
          try await ask(console, route, badge.headers), 403, "forbidden", route, role)
      }
    }
  }

  @Test func withoutALogInOnlyOpenRoutesAnswer() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes {
        for headers in [
          [:], ["Cookie": "\(SessionCookie.plainName)="],
          ["Cookie": "\(SessionCookie.plainName)=s.\(String(repeating: "A", count: 43))"],
          ["Cookie": "\(SessionCookie.plainName)=b.\(String(repeating: "A", count: 43))"],
        ] {
          let answer = try await ask(console, route, headers)
          if route.permission == nil {
            expectPassed(answer, route, "nobody")
          } else {
            expectRefused(answer, 401, "unauthorized", route, "nobody")
          }
        }
      }
    }
  }

  @Test func theEnvironmentsUserMayEverything() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes {
        let answer = try await ask(console, route, AdminFixture.basic())
        expectPassed(answer, route, "the environment's user")
        guard route.permission != nil else { continue }
        fixture.clocks.pass(milliseconds: 120_000)
        let wrong = try await ask(console, route, AdminFixture.basic("admin:guess"))
        expectRefused(wrong, 401, "bad_credentials", route, "a guess")
      }
    }
  }

  @Test func aSessionThatIsOverOpensNothing() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let routes = fixture.table.routes.filter { $0.permission != nil }
      var badges: [AdminFixture.Badge] = []
      for _ in routes { badges.append(try await fixture.badge("super_admin")) }
      fixture.clocks.pass(milliseconds: AdminLimits.sessionIdleMillisecondsMax)
      for (route, badge) in zip(routes, badges) {
        expectRefused(
          try await ask(console, route, badge.headers), 401, "unauthorized", route, "the past")
      }
    }
  }

  @Test func withoutTheTokenNothingIsChanged() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes where route.permission != nil {
        let badge = try await fixture.badge("super_admin")
        let other = try await fixture.badge("super_admin")
        for token in [nil, "", "x", other.csrf] {
          var headers = badge.withoutToken
          if let token { headers["X-CSRF-Token"] = token }
          let answer = try await ask(console, route, headers)
          if route.isChanging {
            expectRefused(answer, 403, "csrf_token_needed", route, "a stranger's page")
          } else {
            expectPassed(answer, route, "super_admin")
          }
        }
      }
    }
  }

  @Test func pagesOfOtherOriginsChangeNothing() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes where route.isChanging {
        let badge = try await fixture.badge("super_admin")
        for foreign in [
          ["Origin": "https://evil.example"], ["Origin": "null"],
          ["Origin": "http://localhost.evil.example"], ["Origin": "http://localhost:1"],
          ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
        ] {
          for own in [badge.headers, AdminFixture.basic()] {
            let answer = try await ask(console, route, own.merging(foreign) { $1 })
            expectRefused(answer, 403, "bad_origin", route, "\(foreign)")
          }
        }
        let own = badge.headers.merging(
          ["Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"]) { $1 }
        expectPassed(try await ask(console, route, own), route, "our page")
      }
    }
  }

  @Test func withoutASecondFactorOnlyOnesOwnAccountIsOpen() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for route in fixture.table.routes where route.permission != nil {
        let badge = try await fixture.badge("super_admin", hasFactor: false)
        let answer = try await ask(console, route, badge.headers)
        if route.permission == .ownAccount {
          expectPassed(answer, route, "somebody without a second factor")
        } else {
          expectRefused(
            answer, 403, "second_factor_needed", route, "somebody without a second factor")
        }
      }
    }
    let lenient = try await AdminFixture(settings: AccessSettings(needsSecondFactor: false))
    try await lenient.serving { console in
      for route in lenient.table.routes {
        let badge = try await lenient.badge("super_admin", hasFactor: false)
        expectPassed(
          try await ask(console, route, badge.headers), route, "somebody where it is optional")
      }
    }
  }

  @Test func otherMethodsAndPathsAreRefused() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      for path in Set(fixture.table.routes.map(path)) {
        let bare = String(path.prefix { $0 != "?" })
        let known = Set(fixture.table.methods(at: bare).map(\.rawValue))
        #expect(!known.isEmpty)
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
        where !known.contains(method) {
          let answer = try await console.ask(method, path, AdminFixture.basic())
          #expect(answer.status == 405 && answer.code == "bad_method", "\(method) \(path)")
          #expect(answer.headers["allow"] == known.sorted().joined(separator: ", "))
        }
      }
      for path in ["/api", "/api/", "/api/nothing", "/api/cluster/x", "/x", "/api/staff/x/y/z"] {
        let answer = try await console.ask("GET", path, AdminFixture.basic())
        #expect(answer.status == 404 && answer.code == "not_found", "\(path)")
      }
    }
  }

  @Test func noTwoRoutesShareAName() async throws {
    let fixture = try await AdminFixture()
    let routes = fixture.table.routes
    #expect(routes.count >= 16)
    #expect(fixture.table.methods(at: "/api/operations/kick").map(\.rawValue) == ["POST"])
    for route in routes {
      let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }
        .map { String($0.dropFirst().dropLast()) }
      #expect(Set(names) == Set(route.parameters.keys), "\(route.path) describes its parameters")
      #expect(!route.summary.isEmpty)
      #expect(route.body == nil || route.isChanging)
    }
  }
}
