import Cluster
import Model
import NIOCore
import NIOEmbedded
import Storage
import Testing
import Wire
import World

@testable import Shard

/// Regions whose time goes slowly, and a player in them.
struct SlowTimeStage {
  /// Heals oneself, and is ready again after 40 ticks of game time.
  static let heal: UInt32 = 1
  static let cooldownTicks: UInt64 = 40

  let fixture: RegionFixture
  let west: Region
  let east: Region
  let session: SessionAddress
  private(set) var inputs: UInt64 = 0

  private static var rules: Rules {
    var rules = Rules()
    let creature = CreatureDefinition(
      level: 1, healthMax: 30, attack: 1, defense: 0, speed: 4 * .one, patrolSpeed: 2 * .one,
      detectRange: 50 * .one, attackRange: 20 * .one, attackTicks: 10, fleeHealthPercent: 0,
      behavior: .passive, patrolRadius: 80 * .one, chaseDistance: 80 * .one,
      returnDistance: 90 * .one, idleTicks: 20, skills: [], experience: 1)
    rules.combat = CombatRules(
      skills: [
        SkillDefinition(
          shape: .heal, cooldownTicks: cooldownTicks, manaCost: 0, range: 80 * .one,
          effects: [.heal(1)])
      ],
      creatures: [creature], playerSkills: [SkillNumber(UInt16(heal))], experience: [100])
    return rules
  }

  private static let places = Places(
    spawns: [
      CreatureSpawn(
        creature: CreatureNumber(1), position: Position(unitsX: 300, unitsY: 300),
        radius: 60 * .one, countMax: 5, respawnTicks: 100)
    ])

  /// With a player in the western of two regions.
  init(at x: Int32 = 100) async throws {
    fixture = try await RegionFixture(rules: Self.rules, places: Self.places)
    west = try await fixture.open(fixture.region(column: 0, row: 0))
    east = try await fixture.open(fixture.region(column: 1, row: 0))
    session = try await fixture.guest(at: Position(unitsX: x, unitsY: 100))
    await fixture.post(
      .attach(
        Attach(
          session: session, region: west.id, epoch: west.epoch, sequenceSeen: .none,
          inputBase: InputSequence(1))), to: west)
    try await tick(3)
    _ = fixture.outlet.take()
  }

  func tick(_ times: Int = 1) async throws {
    try await fixture.tick([west, east], times: times)
  }

  /// The player's next input.
  mutating func type(
    _ motion: WireMotion? = nil, _ deed: WireDeed? = nil, in region: Region
  ) async {
    inputs += 1
    await fixture.post(
      .input(
        SessionInput(
          session: session, region: region.id, epoch: region.epoch, base: InputSequence(1),
          inputs: [PlayerInput(sequence: InputSequence(inputs), motion: motion, deed: deed)])),
      to: region)
  }

  mutating func useHeal(in region: Region) async {
    await type(nil, .use(skill: Self.heal, entity: 0, dx: 0, dy: 0), in: region)
  }

  /// What players were told since the last call.
  func told(_ session: SessionAddress? = nil) throws -> [Snapshot] {
    let session = session ?? self.session
    return try fixture.outlet.take().compactMap { _, message in
      guard case .output(let output) = message, output.character == session.character,
        case .snapshot(let snapshot) = try ClientCodec.decodeServer(output.frame)
      else { return nil }
      return snapshot
    }
  }

  /// As after a while under too much load.
  func slow(_ region: Region, to percent: UInt32) async throws {
    try await fixture.loop.executeInContext {
      region.assumeIsolated { region in
        let long = BootTime.Span.milliseconds(150)
        while region.time.percent > percent {
          region.pace.ticked(took: long, lag: BootTime.Span(microseconds: 0))
          region.time.ticked(
            load: region.pace.load, step: long, isSightThin: region.pace.isAtLimit)
        }
      }
    }
  }

  /// What a region knows of the player, on its own clock and the cluster's.
  func facts(_ region: Region) async throws -> TimeFacts {
    let character = session.character
    return try await fixture.loop.executeInContext {
      region.assumeIsolated { TimeFacts($0, of: character) }
    }
  }
}

struct TimeFacts: Sendable {
  var hash: UInt64
  /// Of the last step.
  var game: UInt64?
  var cluster: UInt64
  var delay: UInt64
  var percent: UInt32
  /// When the player's skill is ready, in game time; nil: it is not here, or the skill is ready.
  var ready: UInt64?

  /// When it is ready as all others count it.
  var readyForAll: UInt64? { ready.map { $0 + delay } }

  init(_ region: isolated Region, of character: CharacterID) {
    hash = region.simulation.stateHash()
    game = region.simulation.tick?.rawValue
    cluster = region.lastTick.rawValue
    delay = region.time.delay
    percent = region.report().status.timePercent
    let entity = EntityID(character)
    if region.simulation.isOwned(entity), let slot = region.simulation.slot(of: entity) {
      ready = region.simulation.vitals(at: slot.index).ready.first?.at.rawValue
    }
  }
}
