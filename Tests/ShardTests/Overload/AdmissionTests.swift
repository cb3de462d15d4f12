import Cluster
import Model
import NIOCore
import NIOEmbedded
import Storage
import Testing
import Wire

@testable import Shard

/// Regions that are full: who comes waits in line, who comes back does not.
@Suite struct AdmissionTests {
  private static func limits(_ playersMax: Int) -> ShardLimits {
    var limits = ShardLimits()
    limits.playersMax = playersMax
    return limits
  }

  private func attach(
    _ session: SessionAddress, to region: Region, in fixture: RegionFixture,
    isReturning: Bool = false
  ) async {
    await fixture.post(
      .attach(
        Attach(
          session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
          inputBase: InputSequence(1), isReturning: isReturning)), to: region)
  }

  private func places(
    _ said: [(node: NodeID, message: ClusterMessage)]
  ) -> [CharacterID: UInt32] {
    var places: [CharacterID: UInt32] = [:]
    for case .attachRefused(let refusal) in said.map(\.message) {
      #expect(refusal.reason == .full)
      places[refusal.character] = refusal.place
    }
    return places
  }

  private func characters(of region: Region, in fixture: RegionFixture) async throws
    -> [CharacterID]
  {
    try await fixture.loop.executeInContext {
      region.assumeIsolated { $0.authority.characters }
    }
  }

  @Test func newcomersWaitInOrderAndWhoComesBackDoesNot() async throws {
    let fixture = try await RegionFixture(limits: Self.limits(1))
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    var guests: [SessionAddress] = []
    for _ in 0..<4 {
      guests.append(try await fixture.guest(at: Position(unitsX: 100, unitsY: 100)))
    }
    for guest in guests.prefix(3) { await attach(guest, to: west, in: fixture) }
    try await fixture.tick([west], times: 3)
    #expect(
      places(fixture.outlet.take())
        == [guests[1].character: 1, guests[2].character: 2])
    let report = try await fixture.loop.executeInContext {
      west.assumeIsolated { $0.report() }
    }
    #expect(report.status.queuedLogin == 2)
    #expect(report.status.queuedBorder == 0)

    // One that comes back after a crash, and one that is here already.
    await attach(guests[3], to: west, in: fixture, isReturning: true)
    await attach(guests[0], to: west, in: fixture)
    try await fixture.tick([west], times: 3)
    #expect(places(fixture.outlet.take()) == [:])
    #expect(
      try await characters(of: west, in: fixture)
        == [guests[0].character, guests[3].character].sorted())

    for guest in [guests[0], guests[3]] {
      await fixture.post(
        .leave(Leave(session: guest, region: west.id, epoch: west.epoch)), to: west)
    }
    try await fixture.tick([west], times: 4)
    _ = fixture.outlet.take()
    await attach(guests[2], to: west, in: fixture)
    #expect(places(fixture.outlet.take()) == [guests[2].character: 2])
    await attach(guests[1], to: west, in: fixture)
    try await fixture.tick([west], times: 3)
    #expect(try await characters(of: west, in: fixture) == [guests[1].character])
  }

  @Test func whoWalksWaitsBeforeTheBorderAndIsToldItsPlace() async throws {
    let fixture = try await RegionFixture(limits: Self.limits(2))
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    var there: [SessionAddress] = []
    for _ in 0..<2 {
      there.append(try await fixture.guest(at: Position(unitsX: 800, unitsY: 100)))
      await attach(there[there.count - 1], to: east, in: fixture)
    }
    var walkers: [SessionAddress] = []
    for row in 0..<2 as Range<Int32> {
      walkers.append(
        try await fixture.guest(at: Position(unitsX: 500 - 40 * row, unitsY: 100 + 30 * row)))
      await attach(walkers[walkers.count - 1], to: west, in: fixture)
    }
    try await fixture.tick([west, east], times: 4)
    for walker in walkers { await walk(walker, west, in: fixture) }
    try await fixture.tick([west, east], times: 60)
    let said = fixture.outlet.take()
    #expect(try notices(said, to: walkers[0].character) == [1])
    #expect(try notices(said, to: walkers[1].character) == [2])
    #expect(
      try await characters(of: west, in: fixture) == walkers.map(\.character).sorted(),
      "they stay on their side")

    await fixture.post(
      .leave(Leave(session: there[0], region: east.id, epoch: east.epoch)), to: east)
    try await fixture.tick([west, east], times: 60)
    #expect(
      try await characters(of: east, in: fixture)
        == [there[1].character, walkers[0].character].sorted())
    let later = fixture.outlet.take()
    #expect(try notices(later, to: walkers[1].character).first == 1, "the place moved up")
  }

  private func walk(
    _ session: SessionAddress, _ region: Region, in fixture: RegionFixture
  ) async {
    await fixture.post(
      .input(
        SessionInput(
          session: session, region: region.id, epoch: region.epoch, base: InputSequence(1),
          inputs: [
            PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 127, dy: 0))
          ])), to: region)
  }

  /// The places that a player was told, in order.
  private func notices(
    _ said: [(node: NodeID, message: ClusterMessage)], to character: CharacterID
  ) throws -> [UInt32] {
    try said.compactMap { _, message in
      guard case .output(let output) = message, output.character == character,
        case .notice(let notice) = try ClientCodec.decodeServer(output.frame)
      else { return nil }
      #expect(notice.code == .regionFull)
      return notice.place
    }
  }
}
