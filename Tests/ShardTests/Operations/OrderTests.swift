import Cluster
import Model
import NIOCore
import NIOEmbedded
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// What operators order of characters, at the regions that hold them.
@Suite struct OrderTests {
  private final class Answers: Sendable {
    let all = Mutex<[OperationOutcome]>([])
    var list: [OperationOutcome] { all.withLock { $0 } }
  }

  private let answers = Answers()

  private func order(
    _ character: CharacterID, _ kind: OperationOrder.Kind, _ fixture: RegionFixture
  ) -> OperationOrder {
    var random = SystemRandomNumberGenerator()
    return OperationOrder(
      id: AdminOperationID(using: &random), admin: AdminID(1), target: Incarnation(1),
      actor: "gm", issuedAt: fixture.wall.now, deadline: fixture.wall.now + 10_000,
      scope: .character(character), kind: kind)
  }

  private func take(_ order: OperationOrder, _ fixture: RegionFixture) async {
    fixture.orders.withLock { $0 }.take(order) { [answers] outcome in
      answers.all.withLock { $0.append(outcome) }
    }
    await fixture.loop.run()
  }

  private func attach(_ session: SessionAddress, to region: Region) -> ClusterMessage {
    .attach(
      Attach(
        session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
        inputBase: InputSequence(1)))
  }

  private func place(_ character: CharacterID, _ fixture: RegionFixture) async throws -> Position {
    try #require(try await fixture.store.character(character)).body.position
  }

  private static let start = Position(unitsX: 100, unitsY: 100)
  private static let before = OperationOutcome.changed(before: #"{"map":1,"x":100.0,"y":100.0}"#)

  @Test func somebodyIsPutElsewhereAndItIsStoredBeforeItIsTold() async throws {
    let fixture = try await RegionFixture()
    let region = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Self.start)
    await fixture.post(attach(session, to: region), to: region)
    try await fixture.tick([region], times: 3)
    let target = Position(unitsX: 300, unitsY: 250)
    let wanted = order(session.character, .teleport(MapID(1), target), fixture)
    await take(wanted, fixture)
    #expect(answers.list == [])
    try await fixture.tick([region], times: 2)
    #expect(answers.list == [Self.before])
    #expect(try await place(session.character, fixture) == target)
    // However often regions hear of it.
    region.mailbox.post(.order(wanted))
    try await fixture.tick([region], times: 40)
    #expect(answers.list.count == 1)
    #expect(try await place(session.character, fixture) == target)
  }

  @Test func anotherRegionTakesItAndTells() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let far = try await fixture.open(fixture.region(column: 1, row: 1))
    let session = try await fixture.guest(at: Self.start)
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, far], times: 3)
    let target = Position(unitsX: 900, unitsY: 900)
    await take(order(session.character, .teleport(MapID(1), target), fixture), fixture)
    try await fixture.tick([west, far], times: 10)
    #expect(answers.list == [Self.before])
    #expect(try await place(session.character, fixture) == target)
    let row = try #require(try await fixture.store.character(session.character))
    #expect(row.holding.holder == far.id)
  }

  /// The process dies after the deed, before storage has it: the deed is lost, and done by the next.
  @Test func whatIsLostWithAProcessIsDoneByTheNext() async throws {
    let fixture = try await RegionFixture()
    let first = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Self.start)
    await fixture.post(attach(session, to: first), to: first)
    try await fixture.tick([first], times: 30)
    let target = Position(unitsX: 300, unitsY: 250)
    let wanted = order(session.character, .teleport(MapID(1), target), fixture)
    await take(wanted, fixture)
    try await fixture.tick([first], isLost: true)
    #expect(answers.list == [])
    await first.supersede(by: Epoch(first.epoch.rawValue + 1))
    #expect(try await place(session.character, fixture) == Self.start)

    fixture.restartOrders()
    let second = try await fixture.open(fixture.region(column: 0, row: 0))
    await take(wanted, fixture)
    try await comeBack(session, to: second, fixture)
    #expect(answers.list == [Self.before])
    #expect(try await place(session.character, fixture) == target)
  }

  /// It dies after storage has it, before it tells: the next tells, and does nothing again.
  @Test func whatIsStoredIsToldByTheNextAndNotDoneAgain() async throws {
    let fixture = try await RegionFixture()
    let first = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Self.start)
    await fixture.post(attach(session, to: first), to: first)
    try await fixture.tick([first], times: 30)
    let target = Position(unitsX: 300, unitsY: 250)
    let wanted = order(session.character, .teleport(MapID(1), target), fixture)
    await take(wanted, fixture)
    try await fixture.tick([first], times: 2)
    #expect(answers.list == [Self.before])
    await first.supersede(by: Epoch(first.epoch.rawValue + 1))
    // Its answer was lost, and the process with it; the row says that it was done.
    fixture.restartOrders()
    let second = try await fixture.open(fixture.region(column: 0, row: 0))
    await take(wanted, fixture)
    try await comeBack(session, to: second, fixture)
    #expect(answers.list == [Self.before, Self.before])
    #expect(try await place(session.character, fixture) == target)
  }

  private func comeBack(
    _ session: SessionAddress, to region: Region, _ fixture: RegionFixture
  ) async throws {
    let holding = try #require(try await fixture.store.character(session.character)).holding
    await fixture.post(
      .attach(
        Attach(
          session: session, region: region.id, epoch: region.epoch,
          sequenceSeen: holding.sequence, inputBase: InputSequence(1))), to: region)
    try await fixture.tick([region], times: 30)
  }

  @Test func whatNoRegionCouldDoIsRefusedAtOnce() async throws {
    let fixture = try await RegionFixture()
    let somebody = CharacterID(1)
    let level = UInt32(CombatRules().levelMax) + 1
    for (kind, refusal) in [
      (.teleport(MapID(9), Self.start), .noSuchMap),
      (.teleport(MapID(1), Position(unitsX: -5, unitsY: 5)), .noSuchPlace),
      (.teleport(MapID(1), Position(unitsX: 1 << 20, unitsY: 5)), .noSuchPlace),
      (.attributes(CharacterAttributes(level: level)), .outOfRange),
      (.attributes(CharacterAttributes(health: 0)), .outOfRange),
    ] as [(OperationOrder.Kind, OperationOutcome.Refusal)] {
      await take(order(somebody, kind, fixture), fixture)
      #expect(answers.list.last == .refused(refusal), "\(kind)")
    }
  }

  @Test func aPlaceInARockIsTheGroundBesideIt() async throws {
    let fixture = try await RegionFixture()
    let region = try await fixture.open(fixture.region(column: 1, row: 1))
    let session = try await fixture.guest(at: Position(unitsX: 900, unitsY: 900))
    await fixture.post(attach(session, to: region), to: region)
    try await fixture.tick([region], times: 3)
    let rock = Position(unitsX: 24 * 32 + 16, unitsY: 24 * 32 + 16)
    await take(order(session.character, .teleport(MapID(1), rock), fixture), fixture)
    try await fixture.tick([region], times: 3)
    let place = try await place(session.character, fixture)
    #expect(place != rock && place.distanceSquared(to: rock) < Int64(200 * 256) * 200 * 256)
  }

  @Test func whoIsNotHereIsWaitedForUntilTheDeadlineOrUntilAnotherHasDoneIt() async throws {
    let fixture = try await RegionFixture()
    let region = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Self.start)
    let target = Position(unitsX: 300, unitsY: 250)
    let desk = fixture.orders.withLock { $0 }
    await take(order(session.character, .teleport(MapID(1), target), fixture), fixture)
    try await fixture.tick([region], times: 2)
    desk.expire()
    #expect(answers.list == [])
    fixture.wall.advance(by: 10_000 + ClusterLimits.orderLingerMilliseconds)
    desk.expire()
    #expect(answers.list == [.nothingToDo])
    let withdrawn = order(session.character, .teleport(MapID(1), target), fixture)
    await take(withdrawn, fixture)
    desk.withdraw(withdrawn.id)
    #expect(answers.list == [.nothingToDo, .nothingToDo])
    // Who comes now stays where it is.
    await fixture.post(attach(session, to: region), to: region)
    try await fixture.tick([region], times: 30)
    #expect(try await place(session.character, fixture) == Self.start)
  }

  @Test func attributesAreSetStoredAndTakenBack() async throws {
    var rules = Rules()
    rules.combat = CombatRules(
      skills: [], creatures: [], playerSkills: [], experience: [100, 200, 300])
    let fixture = try await RegionFixture(rules: rules)
    let region = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Self.start)
    await fixture.post(attach(session, to: region), to: region)
    try await fixture.tick([region], times: 3)
    _ = fixture.outlet.take()
    let wanted = CharacterAttributes(health: 7, level: 3, experience: 55)
    await take(order(session.character, .attributes(wanted), fixture), fixture)
    try await fixture.tick([region], times: 2)
    guard case .changed(let before)? = answers.list.last else {
      Issue.record("\(answers.list)")
      return
    }
    #expect(before.contains(#""level":1"#) && before.contains(#""experience":0"#))
    let row = try #require(try await fixture.store.character(session.character))
    let stored = try #require(StoredCharacterState(bytes: row.body.state).vitals)
    #expect(stored.level == 3 && stored.experience == 55 && stored.health == 7)
    // The player reads it where it always reads what it is.
    let told = try fixture.outlet.take().compactMap { _, message -> OwnVitals? in
      guard case .output(let output) = message,
        case .snapshot(let snapshot) = try ClientCodec.decodeServer(output.frame)
      else { return nil }
      return snapshot.own?.vitals
    }
    #expect(told.last?.level == 3 && told.last?.experience == 55)
  }
}

@Suite struct StoredOrdersTests {
  private static func state(_ marks: Int) -> StoredCharacterState {
    var random = SeededGenerator(seed: 7)
    var state = StoredCharacterState(bytes: [])
    state.vitals = CharacterVitals(
      health: 9, healthMax: 0, mana: 1, manaMax: 0, level: 2, experience: 3, kills: 4, ready: [],
      respawnAt: nil, foughtAt: nil)
    state.orders = (0..<marks).map {
      OrderMark(
        id: AdminOperationID(using: &random), until: UInt64($0), before: "ä\($0)",
        isTold: $0 % 2 == 0)
    }
    return state
  }

  @Test func marksAreKeptWithTheCharacter() {
    for count in [0, 1, ClusterLimits.orderMarksMax] {
      let state = Self.state(count)
      #expect(StoredCharacterState(bytes: state.bytes) == state)
    }
    #expect(Self.state(0).bytes.first == 2, "as an earlier version reads it")
    #expect(Self.state(1).bytes.first == 3)
  }

  @Test func damagedMarksCountAsNoneAndTheCharacterStays() {
    let state = Self.state(2)
    let whole = Self.state(0).bytes.count
    for cut in whole..<state.bytes.count {
      let read = StoredCharacterState(bytes: Array(state.bytes.prefix(cut)))
      #expect(read.vitals == state.vitals && read.orders.isEmpty, "\(cut)")
    }
  }
}
