import Model
import NIOCore
import NIOHTTP1
import Storage

/// What the public port answers at `/api/`: JSON for whoever has an account or wants one.
///
/// Whatever can be refused without asking anybody is refused at once, in the order: path, method,
/// origin, shutdown, rate of the address, media type. The rest is answered later.
struct AccountRoutes: Sendable {
  enum Route: String, CaseIterable, Sendable {
    case register, login, logout, characters, ticket

    var methods: [HTTPMethod] { self == .characters ? [.GET, .POST] : [.POST] }
  }

  private static let prefix = "/api/"

  let accounts: Accounts
  let origins: OriginPolicy
  let isReady: @Sendable () -> Bool

  /// Whether these routes answer for a path.
  static func owns(path: some StringProtocol) -> Bool {
    path.hasPrefix(prefix) && path != "/api/regions"
  }

  func answer(
    to head: HTTPRequestHead, path: String, body: ByteBuffer, from address: AddressKey
  ) -> PublicRoutes.Answer {
    guard let route = Route(rawValue: String(path.dropFirst(Self.prefix.count))) else {
      return .reply(AccountRefusal(.notFound, "There is nothing here.").reply())
    }
    let shared = sharing(head)
    if head.method == .OPTIONS, let shared { return .reply(preflight(route, shared)) }
    do throws(AccountRefusal) {
      try check(route, head, address)
    } catch {
      var headers = shared ?? [:]
      if error.code == .badMethod { headers.add(name: "Allow", value: allowed(route)) }
      return .reply(error.reply(headers: headers))
    }
    let (method, headers) = (head.method, head.headers)
    return .later {
      do throws(AccountRefusal) {
        var reply = try await perform(route, method, headers, body, from: address)
        if let shared { reply.headers.add(contentsOf: shared) }
        return reply
      } catch {
        return error.reply(headers: shared ?? [:])
      }
    }
  }

  private func allowed(_ route: Route) -> String {
    route.methods.map(\.rawValue).joined(separator: ", ")
  }

  private func check(
    _ route: Route, _ head: HTTPRequestHead, _ address: AddressKey
  ) throws(AccountRefusal) {
    guard route.methods.contains(head.method) else {
      throw AccountRefusal(.badMethod, "This address takes \(allowed(route)).")
    }
    guard head.headers["Origin"].count <= 1,
      origins.allows(
        origin: head.headers.first(name: "Origin"), host: head.headers.first(name: "Host") ?? "")
    else { throw AccountRefusal(.badOrigin, "Pages of this origin may not use accounts here.") }
    guard isReady() else {
      throw AccountRefusal(
        .shuttingDown, "This server is shutting down.", retryAfterMilliseconds: 1_000)
    }
    try accounts.admit(address)
    guard head.method == .GET || isJSON(head.headers) else {
      throw AccountRefusal(.badType, "Send JSON, as Content-Type: application/json.")
    }
  }

  private func isJSON(_ headers: HTTPHeaders) -> Bool {
    let types = headers["Content-Type"]
    guard types.count == 1, let type = types.first else { return false }
    let name = type.prefix { $0 != ";" }.lowercased()
    return name.drop { $0 == " " }.prefix { $0 != " " } == "application/json"
  }
}

// MARK: Pages of other origins

extension AccountRoutes {
  /// What tells a browser that a page of an allowed origin may read the answer. Nil for a page of
  /// this server, which needs no such leave, and for one that has none.
  private func sharing(_ head: HTTPRequestHead) -> HTTPHeaders? {
    guard case .allowList = origins, let origin = head.headers.first(name: "Origin"),
      origins.allows(origin: origin, host: "")
    else { return nil }
    return ["Access-Control-Allow-Origin": origin, "Vary": "Origin"]
  }

  private func preflight(_ route: Route, _ shared: HTTPHeaders) -> HTTPReply {
    var headers = shared
    headers.add(name: "Access-Control-Allow-Methods", value: allowed(route))
    headers.add(name: "Access-Control-Allow-Headers", value: "Authorization, Content-Type")
    headers.add(name: "Access-Control-Max-Age", value: "600")
    return HTTPReply(.ok, json: AccountDocument.Empty(), headers: headers)
  }
}

// MARK: Answers

extension AccountRoutes {
  private func perform(
    _ route: Route, _ method: HTTPMethod, _ headers: HTTPHeaders, _ body: ByteBuffer,
    from address: AddressKey
  ) async throws(AccountRefusal) -> HTTPReply {
    switch route {
    case .register: return try await register(body, address)
    case .login: return try await logIn(body, address)
    case .logout:
      try await accounts.logOut(try await account(headers))
      return HTTPReply(.ok, json: AccountDocument.Empty())
    case .characters:
      let account = try await account(headers)
      return method == .GET
        ? try await list(account.id) : try await createCharacter(of: account.id, body)
    case .ticket:
      let account = try await account(headers)
      let wish = try AccountDocument.read(AccountDocument.TicketWish.self, body)
      let ticket = try await accounts.ticket(for: CharacterID(wish.character), of: account.id)
      return HTTPReply(
        .ok, json: AccountDocument.Ticket(ticket: ticket.text, expiresAt: ticket.expiresAt))
    }
  }

  /// Of the session token in `Authorization: Bearer …`.
  private func account(_ headers: HTTPHeaders) async throws(AccountRefusal) -> AccountRow {
    let values = headers["Authorization"]
    guard values.count == 1, let value = values.first, value.utf8.count <= 256,
      value.prefix(7).lowercased() == "bearer "
    else { throw .unauthorized }
    return try await accounts.account(token: String(value.dropFirst(7)))
  }

  private func register(
    _ body: ByteBuffer, _ address: AddressKey
  ) async throws(AccountRefusal) -> HTTPReply {
    let wish = try AccountDocument.read(AccountDocument.Credentials.self, body)
    let account = try await accounts.register(
      name: wish.name, password: wish.password, from: address)
    return HTTPReply(
      .ok, json: AccountDocument.Registered(account: account.rawValue, name: wish.name))
  }

  private func logIn(
    _ body: ByteBuffer, _ address: AddressKey
  ) async throws(AccountRefusal) -> HTTPReply {
    let wish = try AccountDocument.read(AccountDocument.Credentials.self, body)
    let login = try await accounts.logIn(
      name: wish.name, password: wish.password, from: address)
    return HTTPReply(
      .ok,
      json: AccountDocument.LoggedIn(
        token: login.token, expiresAt: login.expiresAt,
        characters: login.characters.map { AccountDocument.Character($0) }))
  }

  private func list(_ account: AccountID) async throws(AccountRefusal) -> HTTPReply {
    let characters = try await accounts.characters(of: account)
    return HTTPReply(
      .ok,
      json: AccountDocument.Characters(
        characters: characters.map { AccountDocument.Character($0) }))
  }

  private func createCharacter(
    of account: AccountID, _ body: ByteBuffer
  ) async throws(AccountRefusal) -> HTTPReply {
    let wish = try AccountDocument.read(AccountDocument.NewCharacter.self, body)
    let made = try await accounts.createCharacter(of: account, name: wish.name)
    return HTTPReply(
      .ok, json: AccountDocument.Character(id: made.id.rawValue, name: made.name))
  }
}
