import NIOCore
import Testing

@testable import Gateway

/// A request that no account may make so.
struct BadAccountRequest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var path: String
  var body: String?
  var method: String?
  var headers: [String] = []
  var type: String? = "application/json"
  let status: Int
  let code: String
}

private let ada = #"{"name":"Ada","password":"correct horse"}"#
private let nested = String(repeating: "[", count: 4_000)

let badAccountRequests = [
  BadAccountRequest(
    testDescription: "no such address", path: "nothing", body: "{}", status: 404,
    code: "not_found"),
  BadAccountRequest(
    testDescription: "an address above", path: "login/../register", body: ada, status: 404,
    code: "not_found"),
  BadAccountRequest(
    testDescription: "GET", path: "register", status: 405, code: "bad_method"),
  BadAccountRequest(
    testDescription: "DELETE", path: "characters", body: "{}", method: "DELETE", status: 405,
    code: "bad_method"),
  BadAccountRequest(
    testDescription: "another origin", path: "login", body: ada,
    headers: ["Origin: http://evil.example"], status: 403, code: "bad_origin"),
  BadAccountRequest(
    testDescription: "two origins", path: "login", body: ada,
    headers: ["Origin: http://localhost", "Origin: http://localhost"], status: 403,
    code: "bad_origin"),
  BadAccountRequest(
    testDescription: "a form", path: "login", body: "name=Ada&password=x",
    type: "application/x-www-form-urlencoded", status: 415, code: "bad_type"),
  BadAccountRequest(
    testDescription: "no type", path: "login", body: ada, type: nil, status: 415,
    code: "bad_type"),
  BadAccountRequest(
    testDescription: "no body", path: "login", body: "", status: 400, code: "malformed"),
  BadAccountRequest(
    testDescription: "no JSON", path: "login", body: "{\"name\":", status: 400,
    code: "malformed"),
  BadAccountRequest(
    testDescription: "an array", path: "login", body: "[1,2]", status: 400, code: "malformed"),
  BadAccountRequest(
    testDescription: "deep", path: "login", body: nested, status: 400, code: "malformed"),
  BadAccountRequest(
    testDescription: "NULs", path: "login", body: "\u{0}\u{0}\u{0}", status: 400,
    code: "malformed"),
  BadAccountRequest(
    testDescription: "numbers for texts", path: "login", body: #"{"name":1,"password":2}"#,
    status: 400, code: "malformed"),
  BadAccountRequest(
    testDescription: "no password", path: "register", body: #"{"name":"Ada"}"#, status: 400,
    code: "malformed"),
  BadAccountRequest(
    testDescription: "too long", path: "register", body: String(repeating: " ", count: 9_000),
    status: 413, code: "too_large"),
  BadAccountRequest(
    testDescription: "a short password", path: "register",
    body: #"{"name":"Ada","password":"1234567"}"#, status: 400, code: "bad_password"),
  BadAccountRequest(
    testDescription: "a long password", path: "register",
    body: #"{"name":"Ada","password":"\#(String(repeating: "x", count: 129))"}"#, status: 400,
    code: "bad_password"),
  BadAccountRequest(
    testDescription: "few characters of many bytes", path: "register",
    body: #"{"name":"Ada","password":"\#(String(repeating: "👨‍👩‍👧‍👦", count: 100))"}"#,
    status: 400, code: "bad_password"),
  BadAccountRequest(
    testDescription: "no name", path: "register",
    body: #"{"name":"","password":"correct horse"}"#, status: 400, code: "bad_name"),
  BadAccountRequest(
    testDescription: "a name with markup", path: "register",
    body: #"{"name":"<b>","password":"correct horse"}"#, status: 400, code: "bad_name"),
  BadAccountRequest(
    testDescription: "a log-in with no name at all", path: "login",
    body: #"{"name":"<b>","password":"correct horse"}"#, status: 401, code: "bad_credentials"),
  BadAccountRequest(
    testDescription: "no token", path: "characters", status: 401, code: "unauthorized"),
  BadAccountRequest(
    testDescription: "another scheme", path: "characters",
    headers: ["Authorization: Basic YTpi"], status: 401, code: "unauthorized"),
  BadAccountRequest(
    testDescription: "a made-up token", path: "ticket", body: #"{"character":1}"#,
    headers: ["Authorization: Bearer \(String(repeating: "A", count: 76))"], status: 401,
    code: "unauthorized"),
  BadAccountRequest(
    testDescription: "two tokens", path: "characters",
    headers: ["Authorization: Bearer a", "Authorization: Bearer b"], status: 401,
    code: "unauthorized"),
]

@Suite("Accounts over HTTP")
struct AccountHTTPTests {
  @Test("what may not be is refused in JSON", arguments: badAccountRequests)
  func bad(request: BadAccountRequest) async throws {
    try await TestGateway.run { gateway in
      let answer = try await gateway.ask(
        request.path, request.body, method: request.method, headers: request.headers,
        type: request.type)
      #expect(answer.status == request.status && answer.code == request.code, "\(answer.body)")
      #expect(answer.headers["content-type"] == "application/json")
      if request.status == 405 { #expect(answer.headers["allow"]?.contains("POST") == true) }
      // Whatever came, the gateway goes on.
      #expect(try await gateway.register("Bo").status == 200)
    }
  }

  @Test("names are somebody's own")
  func names() async throws {
    try await TestGateway.run { gateway in
      let token = try await gateway.newAccount("Ada")
      let taken = try await gateway.register("aDA")
      #expect(taken.status == 409 && taken.code == "name_taken")
      let other = try await gateway.newAccount("Bo")
      _ = try await gateway.newCharacter("Cy", token: token)
      for name in ["Cy", "CY"] {
        let answer = try await gateway.ask("characters", #"{"name":"\#(name)"}"#, token: other)
        #expect(answer.status == 409 && answer.code == "name_taken")
      }
      let bad = try await gateway.ask("characters", #"{"name":" Cy"}"#, token: other)
      #expect(bad.status == 400 && bad.code == "bad_name")
    }
  }

  @Test("an account has so many characters, and tickets for its own alone")
  func characters() async throws {
    try await TestGateway.run {
      $0.limits.accounts.charactersMax = 2
    } _: { gateway in
      let token = try await gateway.newAccount("Ada")
      let first = try await gateway.newCharacter("One", token: token)
      _ = try await gateway.newCharacter("Two", token: token)
      let third = try await gateway.ask("characters", #"{"name":"Three"}"#, token: token)
      #expect(third.status == 409 && third.code == "too_many_characters")
      let other = try await gateway.newAccount("Bo")
      for wish in ["\(first.id)", "\"\(first.id)\"", "99", "18446744073709551615"] {
        let answer = try await gateway.ask("ticket", #"{"character":\#(wish)}"#, token: other)
        #expect(answer.status == 404 && answer.code == "unknown_character", "\(answer.body)")
      }
      for wish in ["-1", "1.5", "\"x\"", "null", "1e30"] {
        let answer = try await gateway.ask("ticket", #"{"character":\#(wish)}"#, token: token)
        #expect(answer.status == 400 && answer.code == "malformed", "\(wish): \(answer.body)")
      }
      let text = try await gateway.ask("ticket", #"{"character":"\#(first.id)"}"#, token: token)
      #expect(text.status == 200)
    }
  }

  @Test("unknown names and wrong passwords get the same answer, and soon the same wait")
  func guessing() async throws {
    try await TestGateway.run {
      $0.limits.accounts.accountFailuresBurstMax = 3
      $0.limits.accounts.accountFailureMilliseconds = 600_000
    } _: { gateway in
      _ = try await gateway.newAccount("Ada")
      // Log-ins that succeed cost nothing.
      for _ in 0..<4 { #expect(try await gateway.logIn("Ada").status == 200) }
      for name in ["Ada", "Bo"] {
        for _ in 0..<3 {
          let answer = try await gateway.logIn(name, "wrong horse")
          #expect(answer.status == 401 && answer.code == "bad_credentials")
          #expect(
            try answer.read(TestAnswer.Refused.self).error.message == "Name or password is wrong.")
        }
        // Also with the right password, and with letters of the other case.
        for tried in [name, name.uppercased()] {
          let answer = try await gateway.logIn(tried)
          #expect(answer.status == 429 && answer.code == "rate_limited")
          let wait = try #require(answer.retryAfter)
          #expect((1...600_000).contains(wait))
          #expect(Int64(answer.headers["retry-after"] ?? "") == (wait + 999) / 1_000)
        }
      }
      // Other accounts of the same address go on.
      #expect(try await gateway.register("Cy").status == 200)
      #expect(try await gateway.logIn("Cy").status == 200)
    }
  }

  @Test("an address has so many tries of each kind")
  func addressLimits() async throws {
    try await TestGateway.run {
      $0.limits.accounts.registrationsBurstMax = 2
      $0.limits.accounts.addressFailuresBurstMax = 3
      $0.limits.accounts.ticketsBurstMax = 2
      $0.limits.accounts.registrationMilliseconds = 600_000
      $0.limits.accounts.addressFailureMilliseconds = 600_000
      $0.limits.accounts.ticketMilliseconds = 600_000
    } _: { gateway in
      let token = try await gateway.newAccount("Ada")
      let character = try await gateway.newCharacter("Ada", token: token)
      #expect(try await gateway.register("Bo").status == 200)
      #expect(try await gateway.register("Cy").code == "rate_limited")
      for _ in 0..<2 { _ = try await gateway.ticket(character.id, token: token) }
      let ticket = try await gateway.ask(
        "ticket", #"{"character":\#(character.id)}"#, token: token)
      #expect(ticket.status == 429 && (ticket.retryAfter ?? 0) > 0)
      for name in ["Dan", "Eve", "Finn"] {
        #expect(try await gateway.logIn(name).code == "bad_credentials")
      }
      #expect(try await gateway.logIn("Gus").code == "rate_limited")
      #expect(try await gateway.logIn("Ada").code == "rate_limited")
    }
  }

  @Test("a flood of requests is told to wait")
  func flood() async throws {
    try await TestGateway.run {
      $0.limits.accounts.requestsBurstMax = 10
      $0.limits.accounts.requestMilliseconds = 600_000
    } _: { gateway in
      let socket = try await TestSocket.connect(port: gateway.listener.httpPort)
      let request = "GET /api/characters HTTP/1.1\r\nHost: localhost\r\n"
      socket.write(String(repeating: request + "\r\n", count: 14) + request)
      socket.write("Connection: close\r\n\r\n")
      let text = String(buffer: await socket.readToEnd())
      let statuses = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
      #expect(statuses == Array(repeating: "401", count: 10) + Array(repeating: "429", count: 5))
    }
  }

  @Test("when too many passwords wait, more are told when to come back, and it costs no try")
  func overload() async throws {
    try await TestGateway.run {
      $0.limits.accounts.hashesMax = 1
      $0.limits.accounts.hashesWaitingMax = 1
      $0.limits.accounts.accountFailuresBurstMax = 50
    } _: { gateway in
      _ = try await gateway.newAccount("Ada")
      var overloaded = 0
      for _ in 0..<20 where overloaded == 0 {
        overloaded = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
          for _ in 0..<12 { group.addTask { try await gateway.logIn("Ada") } }
          var count = 0
          for try await answer in group where answer.status != 200 {
            #expect(answer.status == 503 && answer.code == "overloaded")
            #expect((2_000...5_000).contains(answer.retryAfter ?? 0))
            count += 1
          }
          return count
        }
      }
      #expect(overloaded > 0)
      #expect(try await gateway.logIn("Ada").status == 200)
    }
  }

  @Test("pages of allowed origins may use accounts, and read the answer")
  func origins() async throws {
    try await TestGateway.run {
      $0.origins = .allowList(["https://play.example.org"])
    } _: { gateway in
      let origin = "Origin: https://play.example.org"
      let preflight = try await gateway.ask("login", method: "OPTIONS", headers: [origin])
      #expect(preflight.status == 200)
      #expect(preflight.headers["access-control-allow-methods"] == "POST")
      let body = #"{"name":"Ada","password":"correct horse"}"#
      for path in ["register", "login"] {
        let answer = try await gateway.ask(path, body, headers: [origin])
        #expect(answer.status == 200)
        #expect(
          answer.headers["access-control-allow-origin"] == "https://play.example.org")
      }
      let refused = try await gateway.ask("register", body, headers: [origin])
      #expect(refused.code == "name_taken")
      #expect(refused.headers["access-control-allow-origin"] == "https://play.example.org")
      let evil = try await gateway.ask(
        "login", method: "OPTIONS", headers: ["Origin: https://evil.example"])
      #expect(evil.status == 405 && evil.headers["access-control-allow-origin"] == nil)
    }
    try await TestGateway.run { gateway in
      let own = try await gateway.ask(
        "login", #"{"name":"Ada","password":"correct horse"}"#,
        headers: ["Origin: http://localhost"])
      #expect(own.status == 401)
      #expect(own.headers["access-control-allow-origin"] == nil)
    }
  }

  @Test("pipelined requests are answered in order, whoever has to be asked")
  func pipeline() async throws {
    try await TestGateway.run { gateway in
      let body = #"{"name":"Ada","password":"correct horse"}"#
      func post(_ path: String) -> String {
        "POST /api/\(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
      }
      let socket = try await TestSocket.connect(port: gateway.listener.httpPort)
      socket.write(
        post("register") + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + post("login")
          + "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      let text = String(buffer: await socket.readToEnd())
      let answers = text.split(separator: "HTTP/1.1 ")
      #expect(answers.map { $0.prefix(3) } == ["200", "200", "200", "404"])
      #expect(answers.count == 4 && answers[0].contains("\"account\""))
      #expect(answers.count == 4 && answers[2].contains("\"token\""))
    }
  }

  @Test("a client that goes away while its password is hashed leaves nothing behind")
  func gone() async throws {
    try await TestGateway.run { gateway in
      let body = #"{"name":"Ada","password":"correct horse"}"#
      for _ in 0..<20 {
        let socket = try await TestSocket.connect(port: gateway.listener.httpPort)
        socket.write(
          "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        socket.close()
      }
      #expect(try await gateway.register("Bo").status == 200)
      try await gateway.settled { gateway.server.status.connections == 0 }
    }
  }

  @Test("an answer that never comes ends the connection with a word")
  func late() async throws {
    try await TestGateway.run {
      $0.limits.http.answerMillisecondsMax = 1
      $0.limits.accounts.hashesMax = 1
    } _: { gateway in
      // One of them is late: a hash takes much longer than a millisecond.
      let answer = try await gateway.logIn("Ada")
      #expect(answer.status == 503 && answer.code == "unavailable")
      #expect(answer.headers["connection"] == "close")
    }
  }
}
