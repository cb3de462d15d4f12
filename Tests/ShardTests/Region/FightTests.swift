import Cluster
import Model
import NIOCore
import Storage
import Testing
import Wire
import World

@testable import Shard

/// Fighting and talking where two regions meet: what a player is told by its own region.
@Suite struct FightTests {
  private static let strike = SkillNumber(1)

  private static func creature(_ behavior: CreatureDefinition.Behavior) -> CreatureDefinition {
    CreatureDefinition(
      level: 1, healthMax: 30, attack: 12, defense: 0, speed: 4 * .one, patrolSpeed: 2 * .one,
      detectRange: 150 * .one, attackRange: 60 * .one, attackTicks: 10, fleeHealthPercent: 0,
      behavior: behavior, patrolRadius: 0, chaseDistance: 180 * .one, returnDistance: 190 * .one,
      idleTicks: 100_000, skills: [], experience: 60)
  }

  private static func rules(_ behavior: CreatureDefinition.Behavior) -> Rules {
    var rules = Rules()
    rules.combat = CombatRules(
      skills: [
        SkillDefinition(
          shape: .melee, cooldownTicks: 10, manaCost: 0, range: 80 * .one,
          effects: [.damage(10, .physical)])
      ],
      creatures: [creature(behavior)], playerSkills: [strike], experience: [50, 1_000])
    return rules
  }

  /// One creature just east of the border at 512.
  private static let places = Places(
    spawns: [
      CreatureSpawn(
        creature: CreatureNumber(1), position: Position(unitsX: 540, unitsY: 100), radius: 0,
        countMax: 1, respawnTicks: 100_000)
    ])

  private func frames(
    _ messages: [(node: NodeID, message: ClusterMessage)], of session: SessionAddress
  ) throws -> [ServerMessage] {
    try messages.compactMap { _, message in
      guard case .output(let output) = message, output.character == session.character else {
        return nil
      }
      return try ClientCodec.decodeServer(output.frame)
    }
  }

  private func snapshots(_ frames: [ServerMessage]) -> [Snapshot] {
    frames.compactMap { if case .snapshot(let snapshot) = $0 { snapshot } else { nil } }
  }

  private func attach(_ session: SessionAddress, to region: Region) -> ClusterMessage {
    .attach(
      Attach(
        session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
        inputBase: InputSequence(1)))
  }

  private func input(_ session: SessionAddress, _ region: Region, _ input: PlayerInput)
    -> ClusterMessage
  {
    .input(
      SessionInput(
        session: session, region: region.id, epoch: region.epoch, base: InputSequence(1),
        inputs: [input]))
  }

  @Test func aCreatureBeyondTheBorderIsKilledOnce() async throws {
    let fixture = try await RegionFixture(rules: Self.rules(.defensive), places: Self.places)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 490, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, east], times: 6)
    var told = try frames(fixture.outlet.take(), of: session)
    let shown = try #require(
      snapshots(told).flatMap(\.appear).first { $0.kind == 2 }, "it is seen over the border")
    #expect(shown.definition == 1)
    #expect(shown.condition.health == 255)

    for use in 1...6 as ClosedRange<UInt64> {
      await fixture.post(
        input(
          session, west,
          PlayerInput(
            sequence: InputSequence(use), motion: nil,
            deed: .use(
              skill: UInt32(Self.strike.rawValue), entity: shown.entity, dx: 0, dy: 0))),
        to: west)
      try await fixture.tick([west, east], times: 12)
    }
    told += try frames(fixture.outlet.take(), of: session)
    let events = snapshots(told).flatMap(\.events)
    let damage = events.filter { $0.kind == .damage && $0.target == shown.entity }
    #expect(!damage.isEmpty)
    #expect(events.count { $0.kind == .death && $0.target == shown.entity } == 1)
    #expect(events.count { $0.kind == .kill } == 1)
    #expect(events.filter { $0.kind == .experience }.map(\.amount) == [60])
    #expect(events.contains { $0.kind == .levelUp && $0.amount == 2 })
    #expect(events.contains { $0.kind == .skillRefused }, "the dead are no targets")
    let own = try #require(snapshots(told).compactMap(\.own?.vitals).last)
    #expect(own.kills == 1)
    #expect(own.level == 2)
    #expect(own.experience == 10)
    #expect(own.experienceNext == 1_000)
  }

  @Test func aCreatureHurtsAcrossTheBorderAndVitalsGoAlong() async throws {
    let fixture = try await RegionFixture(rules: Self.rules(.aggressive), places: Self.places)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 490, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west, east], times: 60)
    let told = snapshots(try frames(fixture.outlet.take(), of: session))
    let hurt = told.compactMap(\.own?.vitals)
    #expect(hurt.first?.health == 100)
    let health = try #require(hurt.last?.health)
    #expect(health < 100)
    #expect(told.flatMap(\.events).contains { $0.kind == .damage && $0.amount > 0 })

    // It runs into the creature's own region, and is the same there.
    await fixture.post(
      input(
        session, west,
        PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 127, dy: 0))), to: west)
    try await fixture.tick([west, east], times: 8)
    let after = snapshots(try frames(fixture.outlet.take(), of: session))
    #expect(after.contains { $0.scope?.region == east.id })
    let there = try #require(after.compactMap(\.own?.vitals).last)
    #expect(there.health <= health && there.health > 0)

    // It leaves, and comes back as it was.
    await fixture.post(
      .leave(Leave(session: session, region: east.id, epoch: east.epoch)), to: east)
    try await fixture.tick([west, east], times: 3)
    let row = try #require(try await fixture.store.character(session.character))
    let stored = StoredCharacterState(bytes: row.body.state)
    let last = try #require(
      snapshots(try frames(fixture.outlet.take(), of: session)).compactMap(\.own?.vitals).last
        ?? there)
    #expect(stored.vitals?.health == last.health)
  }

  @Test func aWordIsHeardOverTheBorderByThoseInSight() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let speaker = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    let near = try await fixture.guest(at: Position(unitsX: 600, unitsY: 100))
    let far = try await fixture.guest(at: Position(unitsX: 900, unitsY: 100))
    await fixture.post(attach(speaker, to: west), to: west)
    await fixture.post(attach(near, to: east), to: east)
    await fixture.post(attach(far, to: east), to: east)
    try await fixture.tick([west, east], times: 4)
    _ = fixture.outlet.take()
    await fixture.post(
      .say(SessionSay(session: speaker, region: west.id, epoch: west.epoch, text: "hello")),
      to: west)
    var older = speaker
    older.generation = SessionGeneration(0)
    await fixture.post(
      .say(SessionSay(session: older, region: west.id, epoch: west.epoch, text: "not me")),
      to: west)
    try await fixture.tick([west, east], times: 3)
    let messages = fixture.outlet.take()
    func lines(_ session: SessionAddress) throws -> [ChatLine] {
      try frames(messages, of: session).compactMap {
        if case .chatLine(let line) = $0 { line } else { nil }
      }
    }
    let line = ChatLine(
      channel: .near, character: speaker.character, name: "Ada", text: "hello")
    #expect(try lines(speaker) == [line])
    #expect(try lines(near) == [line])
    #expect(try lines(far).isEmpty)
  }

  @Test func aFloodOfUsesIsToldAndCounted() async throws {
    let fixture = try await RegionFixture(rules: Self.rules(.passive))
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west], times: 3)
    for use in 1...100 as ClosedRange<UInt64> {
      await fixture.post(
        input(
          session, west,
          PlayerInput(
            sequence: InputSequence(use), motion: nil,
            deed: .use(skill: 1, entity: 77, dx: 0, dy: 0))), to: west)
      // A region keeps 64 inputs waiting and takes four in a tick.
      if use == 50 { try await fixture.tick([west], times: 15) }
    }
    try await fixture.tick([west], times: 20)
    let told = try frames(fixture.outlet.take(), of: session)
    let notices = told.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    #expect(notices.map(\.code) == [.corrected])
    #expect(snapshots(told).flatMap(\.events).count { $0.kind == .skillRefused } == 100)
  }

  /// Somebody who walks against a border that does not let through is told, and not all the time.
  @Test(arguments: [true, false])
  func aSoftWallIsToldInWords(isFull: Bool) async throws {
    var limits = ShardLimits()
    limits.playersMax = 1
    let fixture = try await RegionFixture(limits: limits)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 490, unitsY: 100))
    let other = try await fixture.guest(at: Position(unitsX: 700, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    await fixture.post(attach(other, to: east), to: east)
    try await fixture.tick([west, east], times: 3)
    if !isFull { fixture.directory.set(east.id, nil) }
    await fixture.post(
      input(
        session, west,
        PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 127, dy: 0))), to: west)
    try await fixture.tick([west, east], times: 60)
    let told = try frames(fixture.outlet.take(), of: session)
    let notices = told.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    #expect(notices.map(\.code) == [isFull ? .regionFull : .regionAway])
    #expect(snapshots(told).allSatisfy { $0.scope.map { $0.region == west.id } ?? true })
  }

  @Test func storedVitalsOfBothVersionsAreRead() {
    #expect(StoredCharacterState(bytes: [1, 9]).facing == 9)
    #expect(StoredCharacterState(bytes: [1, 9]).vitals == nil)
    #expect(StoredCharacterState(bytes: []).vitals == nil)
    #expect(StoredCharacterState(bytes: [99, 9]).facing == 0)
    var stored = StoredCharacterState(bytes: [1, 3])
    stored.vitals = CharacterVitals(
      health: 7, healthMax: 0, mana: 8, manaMax: 0, level: 9, experience: 10, kills: 11,
      ready: [CharacterVitals.Ready(skill: 1, at: Tick(1 << 40))], respawnAt: Tick(5),
      foughtAt: Tick(6))
    #expect(StoredCharacterState(bytes: stored.bytes) == stored)
    for cut in 2..<stored.bytes.count {
      #expect(StoredCharacterState(bytes: Array(stored.bytes.prefix(cut))).vitals == nil)
    }
  }
}
