import FoundationEssentials
import Logging
import Model
import NIOCore
import NIOPosix
import Storage
import Testing
import Wire

@testable import Gateway

/// A gateway on loopback with real sockets and storage, and a region that is played.
struct TestGateway: Sendable {
  static let map = MapID(3)
  static let grid = RegionGrid(
    map: map, columns: 2, rows: 2, edgeUnits: 1_024, viewRadiusUnits: 320)
  static let region = RegionID(map: map, column: 0, row: 0)

  let server: GatewayServer
  let listener: GatewayListener
  let region: FakeRegion
  let store: any Store

  /// Runs `body` against a fresh gateway, and ends it. With `shared` it has that store, which stays
  /// open; else an empty one of its own.
  static func run(
    loops: Int = 2, on shared: (any Store)? = nil,
    _ change: (inout GatewayConfiguration) -> Void = { _ in },
    linking: (inout GatewayLinks) -> Void = { _ in },
    _ body: (TestGateway) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-gateway-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let own =
      shared == nil
      ? try await SQLiteStore.open(path: folder.appending(path: "test.db").path) : nil
    guard let store: any Store = shared ?? own else { throw Unexpected() }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    var configuration = GatewayConfiguration(
      id: GatewayID(1), maps: [map: WorldMap(name: "Vale", grid: grid)],
      starts: [StartPlace(map: map, position: Position(unitsX: 100, unitsY: 100))],
      wallClock: { 1_700_000_000_000 })
    configuration.limits.lingerMillisecondsMax = 200
    configuration.limits.waitForBusyMachines()
    change(&configuration)
    let region = FakeRegion()
    var links = region.links
    linking(&links)
    let server = try GatewayServer(
      configuration, group: group, store: store, links: links,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    region.answer(to: server)
    let listener = try await server.listen()
    let gateway = TestGateway(
      server: server, listener: listener, region: region, store: store)
    let result: Result<Void, any Error>
    do { result = .success(try await body(gateway)) } catch { result = .failure(error) }
    await server.drain(listener)
    region.answer(to: nil)
    await own?.close()
    try await group.shutdownGracefully()
    try result.get()
  }

  /// A player that said hello and logged in as a guest.
  func guest(
    _ transport: TestPlayer.Transport, name: String = ""
  ) async throws -> (TestPlayer, LoggedIn) {
    try await logIn(transport, .guestLogin(name: name))
  }

  func logIn(
    _ transport: TestPlayer.Transport, _ message: ClientMessage
  ) async throws -> (TestPlayer, LoggedIn) {
    var player = try await TestPlayer(transport, self)
    player.send(.hello(version: 1, client: "test"))
    player.send(message)
    guard case .welcome = try await player.nextMessage() else { throw Unexpected() }
    guard case .loggedIn(let login) = try await player.nextMessage() else { throw Unexpected() }
    return (player, login)
  }

  /// A guest whose character is in the world.
  func playing(
    _ transport: TestPlayer.Transport, name: String = ""
  ) async throws -> (TestPlayer, LoggedIn) {
    var (player, login) = try await guest(transport, name: name)
    player.send(.join(login.character))
    guard case .joined = try await player.nextMessage() else { throw Unexpected() }
    return (player, login)
  }

  /// What storage has of a character.
  func character(_ id: CharacterID) async throws -> CharacterRow? {
    try await store.character(id)
  }

  struct Unexpected: Error {}
}

extension GatewayLimits {
  /// Time-outs that no test reaches by chance, however busy the machine is.
  fileprivate mutating func waitForBusyMachines() {
    let hour: Int64 = 3_600_000
    helloMillisecondsMax = hour
    loginMillisecondsMax = hour
    idleMillisecondsMax = hour
    stallMillisecondsMax = hour
    http.requestMillisecondsMax = hour
    http.keepAliveMillisecondsMax = hour
    http.answerMillisecondsMax = hour
    http.stallMillisecondsMax = hour
  }
}
