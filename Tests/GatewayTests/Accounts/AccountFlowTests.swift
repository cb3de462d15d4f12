import FoundationEssentials
import Logging
import Model
import Storage
import Synchronization
import Testing
import Wire

@testable import Gateway

@Suite("Accounts from the registration to the world")
struct AccountFlowTests {
  @Test("register, log in, create, play", arguments: TestPlayer.Transport.allCases)
  func whole(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run { gateway in
      let registered = try await gateway.register("Ada")
      #expect(registered.status == 200)
      #expect(registered.headers["content-type"] == "application/json")
      #expect(registered.headers["cache-control"] == "no-store")
      #expect(try registered.read(TestDocument.Registered.self).name == "Ada")
      let login = try await gateway.logIn("ADA").read(TestDocument.LoggedIn.self)
      #expect(login.characters == [] && login.expires == 1_700_086_400_000)
      let character = try await gateway.newCharacter("Ada Lovelace", token: login.token)
      #expect(character.name == "Ada Lovelace" && character.level == 1)
      let listed = try await gateway.ask("characters", token: login.token)
      #expect(try listed.read(TestDocument.Characters.self).characters == [character])
      #expect(try await gateway.logIn("Ada").read(TestDocument.LoggedIn.self).characters.count == 1)
      let ticket = try await gateway.ticket(character.id, token: login.token)
      #expect(ticket.utf8.count == 43)

      var (player, answer) = try await gateway.redeem(ticket, transport)
      guard case .loggedIn(let loggedIn)? = answer else { throw TestGateway.Unexpected() }
      #expect(loggedIn.character.rawValue == character.id && loggedIn.name == "Ada Lovelace")
      #expect(
        loggedIn.account.rawValue == (try registered.read(TestDocument.Registered.self).account))
      #expect(!loggedIn.resumed && loggedIn.lastInput == .none)
      player.send(.join(loggedIn.character))
      guard case .joined = try await player.nextMessage() else { throw TestGateway.Unexpected() }
      player.send(
        .input(PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 1, dy: 0))))
      while try await player.nextSnapshot()?.own?.counters.lastInput != InputSequence(1) {}
      player.send(.bye(reason: "done"))
      _ = try await player.drain()
      // What the fake region does not save stays as it was; the character itself stays.
      await gateway.region.heard { if case .leave = $0 { true } else { false } }
      #expect(try await gateway.character(loggedIn.character)?.name == "Ada Lovelace")
    }
  }

  @Test("a ticket is good once, at all gateways together", arguments: TestPlayer.Transport.allCases)
  func oneTime(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run { first in
      let token = try await first.newAccount("Ada")
      let character = try await first.newCharacter("Ada", token: token)
      try await TestGateway.run(on: first.store) {
        $0.id = GatewayID(2)
      } _: { second in
        let ticket = try await first.ticket(character.id, token: token)
        let (player, answer) = try await first.redeem(ticket, transport)
        guard case .loggedIn? = answer else { throw TestGateway.Unexpected() }
        for gateway in [first, second] {
          let (other, refused) = try await gateway.redeem(ticket, transport)
          guard case .error(let error)? = refused else { throw TestGateway.Unexpected() }
          #expect(error.code == .badToken && !error.isFatal)
          other.socket.close()
        }
        // The token of one gateway is one at the other, and so are its tickets.
        let again = try await second.ticket(character.id, token: token)
        let (elsewhere, taken) = try await first.redeem(again, transport)
        guard case .loggedIn? = taken else { throw TestGateway.Unexpected() }
        player.socket.close()
        elsewhere.socket.close()
      }
    }
  }

  @Test("of many who bring the same ticket at once, one gets in")
  func race() async throws {
    try await TestGateway.run { first in
      let token = try await first.newAccount("Ada")
      let character = try await first.newCharacter("Ada", token: token)
      try await TestGateway.run(on: first.store) {
        $0.id = GatewayID(2)
      } _: { second in
        let ticket = try await first.ticket(character.id, token: token)
        let entered = try await withThrowingTaskGroup(of: Bool.self) { group in
          for number in 0..<16 {
            group.addTask {
              let (player, answer) = try await (number % 2 == 0 ? first : second).redeem(ticket)
              defer { player.socket.close() }
              if case .loggedIn? = answer { return true }
              return false
            }
          }
          return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(entered == 1)
      }
    }
  }

  @Test("a ticket ends with its time, and so does a token")
  func expiry() async throws {
    let clock = TestWallClock()
    try await TestGateway.run {
      $0.wallClock = { clock.milliseconds }
    } _: { gateway in
      let token = try await gateway.newAccount("Ada")
      let character = try await gateway.newCharacter("Ada", token: token)
      let late = try await gateway.ticket(character.id, token: token)
      clock.pass(seconds: 30)
      let (player, refused) = try await gateway.redeem(late)
      guard case .error(let error)? = refused else { throw TestGateway.Unexpected() }
      #expect(error.code == .badToken)
      player.socket.close()
      let good = try await gateway.ticket(character.id, token: token)
      clock.pass(seconds: 29)
      let (other, answer) = try await gateway.redeem(good)
      guard case .loggedIn? = answer else { throw TestGateway.Unexpected() }
      other.socket.close()
      clock.pass(seconds: 86_400)
      #expect(try await gateway.ask("characters", token: token).code == "unauthorized")
    }
  }

  @Test("logging out voids tokens and tickets at every gateway")
  func logOut() async throws {
    try await TestGateway.run { first in
      let token = try await first.newAccount("Ada")
      let character = try await first.newCharacter("Ada", token: token)
      try await TestGateway.run(on: first.store) {
        $0.id = GatewayID(2)
      } _: { second in
        let ticket = try await first.ticket(character.id, token: token)
        #expect(try await second.ask("logout", "{}", token: token).body == "{}")
        for gateway in [first, second] {
          let answer = try await gateway.ask("characters", token: token)
          #expect(answer.status == 401 && answer.code == "unauthorized")
          #expect(answer.headers["www-authenticate"] == "Bearer")
        }
        let (player, refused) = try await first.redeem(ticket)
        guard case .error? = refused else { throw TestGateway.Unexpected() }
        player.socket.close()
        let fresh = try await first.logIn("Ada").read(TestDocument.LoggedIn.self)
        #expect(try await second.ask("characters", token: fresh.token).status == 200)
      }
    }
  }

  @Test("accounts, characters and tokens outlive the gateway and its store")
  func restart() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-accounts-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "test.db").path
    var token = ""
    var character: TestDocument.Character?
    for round in 0..<2 {
      let store = try await SQLiteStore.open(path: path)
      try await TestGateway.run(on: store) { _ in
      } _: { gateway in
        if round == 0 {
          token = try await gateway.newAccount("Ada")
          character = try await gateway.newCharacter("Ada", token: token)
        } else {
          let listed = try await gateway.ask("characters", token: token)
          let known = try #require(character)
          #expect(try listed.read(TestDocument.Characters.self).characters == [known])
          #expect(try await gateway.logIn("Ada").status == 200)
          #expect(try await gateway.logIn("Ada", "wrong horse").code == "bad_credentials")
          let (player, answer) = try await gateway.redeem(
            try await gateway.ticket(known.id, token: token))
          guard case .loggedIn? = answer else { throw TestGateway.Unexpected() }
          player.socket.close()
        }
      }
      await store.close()
    }
  }

  @Test("a given key signs, and another gateway's does not")
  func givenKey() async throws {
    try await TestGateway.run {
      $0.tokenKey = [UInt8](repeating: 1, count: 32)
    } _: { first in
      let token = try await first.newAccount("Ada")
      for (byte, status) in [(1, 200), (2, 401)] {
        try await TestGateway.run(on: first.store) {
          $0.tokenKey = [UInt8](repeating: UInt8(byte), count: 32)
        } _: { second in
          let answer = try await second.ask("characters", token: token)
          #expect(answer.status == status)
        }
      }
    }
    await #expect(throws: GatewayError.self) {
      try await TestGateway.run {
        $0.tokenKey = [1, 2, 3]
      } _: { _ in
      }
    }
  }

  @Test("a ticket takes a character over that is in play")
  func takeOver() async throws {
    try await TestGateway.run { gateway in
      let token = try await gateway.newAccount("Ada")
      let character = try await gateway.newCharacter("Ada", token: token)
      var (first, _) = try await gateway.redeem(
        try await gateway.ticket(character.id, token: token))
      first.send(.join(CharacterID(character.id)))
      guard case .joined = try await first.nextMessage() else { throw TestGateway.Unexpected() }
      let (second, answer) = try await gateway.redeem(
        try await gateway.ticket(character.id, token: token))
      guard case .loggedIn? = answer else { throw TestGateway.Unexpected() }
      #expect(try await first.nextError()?.code == .takenOver)
      second.socket.close()
    }
  }

  @Test("a guest may not pass for somebody's character")
  func guestNames() async throws {
    try await TestGateway.run { gateway in
      let token = try await gateway.newAccount("root")
      _ = try await gateway.newCharacter("Ada", token: token)
      var player = try await TestPlayer(.tcp, gateway)
      player.send(.hello(version: 1, client: "test"))
      player.send(.guestLogin(name: "ADA"))
      _ = try await player.nextMessage()
      #expect(try await player.nextError()?.code == .badName)
      player.send(.guestLogin(name: "Bo"))
      guard case .loggedIn = try await player.nextMessage() else { throw TestGateway.Unexpected() }
      player.socket.close()
    }
  }

  @Test("guests whose gateway died are forgotten; who is in play or has an account stays")
  func sweep() async throws {
    let clock = TestWallClock()
    try await TestGateway.run { gateway in
      let token = try await gateway.newAccount("Ada")
      let character = try await gateway.newCharacter("Ada", token: token)
      let guest = try await gateway.store.createGuest(
        name: "Bo", map: TestGateway.map, position: Position(unitsX: 1, unitsY: 1))
      let sweep = GuestSweep(
        store: gateway.store, guestSeconds: 86_400, wallClock: { clock.milliseconds },
        logger: .init(label: "test"))
      // The store's own clock is the machine's: far later than the test's.
      #expect(await sweep.sweep() == 0)
      clock.pass(seconds: 3_000_000_000)
      #expect(await sweep.sweep() == 1)
      #expect(try await gateway.character(guest.character) == nil)
      #expect(try await gateway.character(CharacterID(character.id)) != nil)
    }
  }
}

/// A wall clock that a test moves.
final class TestWallClock: Sendable {
  private let now = Mutex<UInt64>(1_700_000_000_000)

  var milliseconds: UInt64 { now.withLock { $0 } }

  func pass(seconds: UInt64) { now.withLock { $0 += seconds * 1_000 } }
}
