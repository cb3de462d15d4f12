import Cluster
import Logging
import Model
import NIOCore
import NIOHTTP1
import Storage
import Testing

@testable import Gateway

@Suite("Parts of accounts")
struct AccountPartsTests {
  @Test("every refusal has its row in the document, with its status")
  func documented() throws {
    let rows = try ProtocolDocument().rows { Int($0) != nil }.filter { $0.count == 3 }
    let written = rows.map { "\($0[0]) \($0[1].replacing("`", with: ""))" }
    let known = AccountRefusal.Code.allCases.map { "\($0.status.code) \($0.rawValue)" }
    #expect(Set(written).isSuperset(of: known), "\(Set(known).subtracting(written))")
    #expect(known.count == Set(known).count)
  }

  @Test("a refusal says when to come back, rounded up to seconds in its header")
  func retry() throws {
    for (milliseconds, seconds) in [(1, "1"), (1_000, "1"), (1_001, "2"), (28_500, "29")] {
      let reply = AccountRefusal(
        .rateLimited, "Wait.", retryAfterMilliseconds: Int64(milliseconds)
      ).reply()
      #expect(reply.status == .tooManyRequests)
      #expect(reply.headers["Retry-After"] == [seconds])
      #expect(
        String(buffer: reply.body)
          == #"{"error":{"code":"rate_limited","message":"Wait.","retry_after_ms":\#(milliseconds)}}"#
      )
    }
    let reply = AccountRefusal(.notFound, "\"No\"\n").reply()
    #expect(reply.headers["Retry-After"] == [])
    #expect(
      String(buffer: reply.body) == #"{"error":{"code":"not_found","message":"\"No\"\n"}}"#)
  }

  @Test("the level that a shard stored, else 1")
  func level() {
    func level(_ state: [UInt8]) -> Int {
      StoredLevel.level(
        of: CharacterBody(map: MapID(0), position: Position(x: 0, y: 0), state: state))
    }
    let before: [UInt8] = [2, 64, 100, 0, 0, 0, 50, 0, 0, 0]
    #expect(level(before + [7, 0] + [UInt8](repeating: 9, count: 40)) == 7)
    #expect(level(before + [0, 1]) == 256)
    #expect(level(before + [0, 0]) == 1)
    let newer: [UInt8] = [3] + before.dropFirst() + [7, 0]
    for damaged: [UInt8] in [[], [1, 64], before, before + [7], newer] {
      #expect(level(damaged) == 1)
    }
  }

  @Test(
    "which addresses are accounts'",
    arguments: [
      ("/api/login", true), ("/api/", true), ("/api/x/y", true), ("/api/regions", false),
      ("/api", false), ("/apix", false), ("/", false), ("", false),
    ])
  func owns(path: String, isOwned: Bool) {
    #expect(AccountRoutes.owns(path: path) == isOwned)
  }

  @Test("a store that is away is told as such, and costs nobody a try")
  func storageAway() async throws {
    try await TestGateway.run {
      $0.limits.accounts.accountFailuresBurstMax = 1
      $0.limits.accounts.registrationsBurstMax = 1
      $0.limits.accounts.tokenSeconds = 60
    } _: { gateway in
      let token = try await gateway.newAccount("Ada")
      await gateway.store.close()
      for _ in 0..<3 {
        let login = try await gateway.logIn("Ada")
        #expect(login.status == 503 && login.code == "unavailable")
        #expect((500...3_000).contains(login.retryAfter ?? 0))
        let characters = try await gateway.ask("characters", token: token)
        #expect(characters.status == 503 && characters.code == "unavailable")
      }
    }
  }

  @Test("a gateway that stops takes no more wishes")
  func draining() async throws {
    try await TestGateway.run { gateway in
      let accounts = try Accounts(
        Accounts.Settings(starts: [], tokenKey: nil, wallClock: { 0 }), store: gateway.store,
        clock: SystemClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let routes = AccountRoutes(accounts: accounts, origins: .sameHost, isReady: { false })
      let head = HTTPRequestHead(
        version: .http1_1, method: .POST, uri: "/api/login",
        headers: ["Host": "x", "Content-Type": "application/json"])
      guard
        case .reply(let reply) = routes.answer(
          to: head, path: head.uri, body: ByteBuffer(string: "{}"), from: AddressKey(nil))
      else { throw TestGateway.Unexpected() }
      #expect(reply.status == .serviceUnavailable)
      #expect(String(buffer: reply.body).contains("shutting_down"))
    }
  }
}
