import Cluster
import Model
import NIOCore
import Testing
import Wire
import World

@testable import Shard

/// What stands beyond a border is shown over it: by its own kind, and under its number.
@Suite struct StandingTests {
  private static let places = Places(
    npcs: [NPCPost(number: NPCNumber(7), position: Position(unitsX: 540, unitsY: 100))],
    chests: [
      ChestPlace(
        number: ChestNumber(3), position: Position(unitsX: 540, unitsY: 140), loot: .none,
        respawnTicks: 100)
    ])

  @Test func npcsAndChestsOfTheNextRegionAreSeen() async throws {
    let fixture = try await RegionFixture(places: Self.places)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 490, unitsY: 100))
    await fixture.post(
      .attach(
        Attach(
          session: session, region: west.id, epoch: west.epoch, sequenceSeen: .none,
          inputBase: InputSequence(1))), to: west)
    try await fixture.tick([west, east], times: 6)
    var seen: [UInt64: (kind: UInt32, definition: UInt32)] = [:]
    for (_, message) in fixture.outlet.take() {
      guard case .output(let output) = message, output.character == session.character,
        case .snapshot(let snapshot) = try ClientCodec.decodeServer(output.frame)
      else { continue }
      for entity in snapshot.appear {
        seen[entity.entity] = (UInt32(entity.kind), UInt32(entity.definition))
      }
    }
    let npc = try #require(
      seen[EntityID.npc(region: east.id, number: NPCNumber(7)).rawValue], "the NPC is seen")
    #expect(npc == (4, 7))
    let chest = try #require(
      seen[EntityID.chest(region: east.id, number: ChestNumber(3)).rawValue], "the chest is seen")
    #expect(chest == (5, 3))
  }
}
