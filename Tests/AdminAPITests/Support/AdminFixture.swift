import Foundation
import Logging
import Model
import NIOCore
import Security
import ServiceLifecycle
import Storage
import Synchronization
import Testing

@testable import AdminAPI

/// An admin process on a storage of its own, served on a free port, with clocks that stand until
/// they are moved.
final class AdminFixture: Sendable {
  /// Now, in milliseconds since 1970, and since the machine started.
  final class Clocks: Model.Clock, Sendable {
    private let milliseconds = Mutex<Int64>(1_700_000_000_000)

    var wall: Int64 { milliseconds.withLock { $0 } }
    var now: BootTime { BootTime(microseconds: wall * 1_000) }

    func pass(milliseconds passed: Int64) { milliseconds.withLock { $0 += passed } }
  }

  static let user = "admin"
  static let password = "the environment's secret"

  let folder: URL
  let store: SQLiteStore
  let clocks = Clocks()
  let access: StaffAccess
  let table: RouteTable
  let feed: LiveFeed
  private let console: ConsoleFiles
  private let features: [AdminFeature]
  private let logger: Logger
  private let lastNumber = Mutex<UInt64>(0)

  init(
    settings: AccessSettings = AccessSettings(), hasEnvironment: Bool = true,
    console: ConsoleFiles = .none,
    traces: TraceCollector = TraceCollector(
      admin: AdminID(1), nodes: { [] }, ask: { _, _ in })
  ) async throws {
    self.console = console
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-admin-\(UUID().uuidString)")
    store = try await SQLiteStore.open(path: folder.appendingPathComponent("pangea.sqlite").path)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    self.logger = logger
    let clocks = clocks
    access = try StaffAccess(
      store: store,
      credentials: hasEnvironment
        ? AdminCredentials(user: Self.user, password: Self.password) : nil,
      settings: settings, clock: clocks, wallClock: { clocks.wall }, logger: logger)
    let desk = OperationDesk(
      run: AdminRun(admin: AdminID(1), incarnation: Incarnation(1)),
      sources: OperationSources(nodes: { [] }, send: { _, _ in }), store: store,
      wallClock: { clocks.wall }, logger: logger)
    let cluster = ClusterFixture()
    let collector = cluster.makeCollector()
    feed = LiveFeed(collector: collector, pause: .milliseconds(10))
    features = AdminFeature.all(
      access: access, collector: collector, feed: feed,
      players: .players(PlayersFixture().makeCollector()) { [:] },
      traces: .traces(traces), desk: desk)
    table = RouteTable(features)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  // MARK: Asking

  struct Console: Sendable {
    let port: Int

    func ask(
      _ method: String, _ path: String, _ headers: [String: String] = [:], json: String? = nil
    ) async throws -> HTTPAnswer {
      var headers = headers
      if json != nil, headers["Content-Type"] == nil {
        headers["Content-Type"] = "application/json"
      }
      return try await HTTPAnswer.ask(method, path, port: port, headers: headers, body: json)
    }
  }

  /// Serves while the body asks.
  func serving(_ body: (Console) async throws -> Void) async throws {
    let (ports, found) = AsyncStream<Int>.makeStream()
    let server = AdminServer(
      host: "127.0.0.1", port: 0, access: access, features: features, console: console,
      idle: .hours(1), logger: logger
    ) { found.yield($0) }
    let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
    async let running: Void = group.run()
    var failure: (any Error)?
    for await port in ports {
      do { try await body(Console(port: port)) } catch { failure = error }
      break
    }
    await group.triggerGracefulShutdown()
    try await running
    if let failure { throw failure }
  }

  static func basic(_ pair: String = "\(user):\(password)") -> [String: String] {
    ["Authorization": "Basic \(Data(pair.utf8).base64EncodedString())"]
  }

  // MARK: Staff without the work of hashing

  /// What a browser sends for a session.
  struct Badge: Sendable {
    let staff: StaffID
    let cookie: String
    let csrf: String

    var headers: [String: String] { ["Cookie": cookie, "X-CSRF-Token": csrf] }
    var withoutToken: [String: String] { ["Cookie": cookie] }
  }

  private func entry(_ action: String) -> AuditEntry {
    AuditEntry(at: clocks.wall, actor: "fixture", role: "", action: action)
  }

  /// A member of staff whose password nobody knows.
  func member(role: String) async throws -> StaffID {
    let number = lastNumber.withLock {
      $0 += 1
      return $0
    }
    let made = try await store.addStaff(
      "member\(number)", passwordHash: "none", role: role, audit: entry("staff.add"))
    return try #require(made)
  }

  /// A fresh session of somebody in a role.
  func badge(_ role: String, hasFactor: Bool = true) async throws -> Badge {
    let staff = try await member(role: role)
    if hasFactor {
      let first = try await open(staff, step: nil)
      _ = try await store.proposeFactor(
        of: staff, secret: Array(repeating: 1, count: 20), audit: entry("factor.propose"))
      let confirmed = try await store.confirmFactor(
        of: staff, by: first.session, at: clocks.wall, verifying: { _ in 1 },
        audit: entry("factor.confirm"))
      #expect(confirmed == .confirmed)
    }
    let (_, value) = try await open(staff, step: hasFactor ? 2 : nil)
    return Badge(
      staff: staff, cookie: "\(SessionCookie.plainName)=\(value)",
      csrf: try SessionCookie.csrfToken(of: value))
  }

  private func open(
    _ staff: StaffID, step: UInt64?
  ) async throws -> (session: StaffSessionID, value: String) {
    let token = try ResumeToken.generate()
    var check: FactorCheck?
    if let step { check = { _ in step } }
    let result = try await store.openStaffSession(
      StaffLogIn(
        staff: staff, token: try TokenHash(try token.hash()), at: clocks.wall,
        endsAt: clocks.wall + AdminLimits.sessionMillisecondsMax, address: "fixture"),
      verifying: check, audit: entry("session.open"))
    guard case .opened(let session, _) = result else {
      throw FixtureFailure(description: "no session: \(result)")
    }
    return (session, "s." + token.text)
  }

  /// Somebody whose password is `password(of:)`, by the work that it takes.
  func person(_ name: String, role: Role) async throws -> StaffID {
    let hash = try PasswordHash(password: Self.password(of: name)).encoded
    let made = try await store.addStaff(
      name, passwordHash: hash, role: role.rawValue, audit: entry("staff.add"))
    return try #require(made)
  }

  static func password(of name: String) -> String { "a long word of \(name)" }

  /// The actions of the audit log, oldest first.
  func actions() async throws -> [String] {
    try await store.audit(AuditFilter(), max: 500).rows.reversed().map(\.entry.action)
  }
}

extension HTTPAnswer {
  /// The body, which must be JSON.
  var json: JSONValue {
    get throws {
      guard let value = JSONValue(bytes: Array(text.utf8)) else {
        throw FixtureFailure(description: "no JSON: \(text)")
      }
      return value
    }
  }
}

struct FixtureFailure: Error {
  let description: String
}
