import Cluster
import Model
import NIOCore
import NIOEmbedded
import Storage
import Synchronization
import Testing
import Wire

@testable import Shard

@Suite struct RegionTests {
  /// The snapshots that a gateway got for one character, decoded.
  private func snapshots(
    _ messages: [(node: NodeID, message: ClusterMessage)], of character: CharacterID
  ) throws -> [(output: Output, snapshot: Snapshot)] {
    try messages.compactMap { _, message in
      guard case .output(let output) = message, output.character == character,
        case .snapshot(let snapshot) = try ClientCodec.decodeServer(output.frame)
      else { return nil }
      return (output, snapshot)
    }
  }

  private func attach(_ session: SessionAddress, to region: Region) -> ClusterMessage {
    .attach(
      Attach(
        session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
        inputBase: InputSequence(1)))
  }

  private func walk(
    _ session: SessionAddress, _ region: Region, sequence: UInt64, base: UInt64, dx: Int8
  ) -> ClusterMessage {
    .input(
      SessionInput(
        session: session, region: region.id, epoch: region.epoch, base: InputSequence(base),
        inputs: [
          PlayerInput(
            sequence: InputSequence(sequence), motion: .heading(dx: dx, dy: 0))
        ]))
  }

  /// What everybody has to be told anew may be more than a link takes at once.
  @Test func aCrowdIsToldEverythingAnewOneAfterTheOther() async throws {
    var limits = ShardLimits()
    limits.freshBytesPerTickMax = 1
    let fixture = try await RegionFixture(limits: limits)
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    var sessions: [SessionAddress] = []
    for number in 0..<3 as Range<Int32> {
      let session = try await fixture.guest(at: Position(unitsX: 100 + 10 * number, unitsY: 100))
      sessions.append(session)
      await fixture.post(attach(session, to: west), to: west)
    }
    try await fixture.tick([west], times: 8)
    _ = fixture.outlet.take()
    fixture.router.broadcast(.linkLost(.gateway(GatewayID(1))))
    await fixture.loop.run()
    var told: [CharacterID] = []
    for _ in 0..<3 {
      try await fixture.tick([west])
      let said = fixture.outlet.take()
      let fresh = try sessions.filter { session in
        try snapshots(said, of: session.character).contains { $0.snapshot.scope != nil }
      }
      #expect(fresh.count == 1)
      told += fresh.map(\.character)
    }
    #expect(Set(told).count == 3)
    try await fixture.tick([west])
    let after = fixture.outlet.take()
    for session in sessions {
      #expect(try snapshots(after, of: session.character).map(\.snapshot.scope) == [nil])
    }
  }

  /// A gateway left updates out for a client that took too little.
  @Test func whoMissedUpdatesIsToldEverythingAnew() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    let other = try await fixture.guest(at: Position(unitsX: 120, unitsY: 100))
    for one in [session, other] { await fixture.post(attach(one, to: west), to: west) }
    try await fixture.tick([west], times: 4)
    await fixture.post(walk(session, west, sequence: 1, base: 1, dx: 127), to: west)
    try await fixture.tick([west], times: 2)
    _ = fixture.outlet.take()
    var old = session
    old.generation = SessionGeneration(session.generation.rawValue - 1)
    for (asking, isHeard) in [(old, false), (session, true)] {
      await fixture.post(
        .input(
          SessionInput(
            session: asking, region: west.id, epoch: west.epoch, base: InputSequence(1),
            inputs: [], wantsView: true)), to: west)
      try await fixture.tick([west], times: 2)
      let said = fixture.outlet.take()
      let told = try snapshots(said, of: session.character)
      #expect(told.map { $0.snapshot.scope != nil } == [isHeard, false])
      #expect(told.map(\.output.part?.isWhole) == [isHeard, false])
      guard isHeard, let view = told.first?.snapshot else { continue }
      #expect(view.appear.map(\.entity) == [other.character.rawValue])
      #expect(view.own?.counters == InputCounters(lastInput: InputSequence(1), applied: 1))
      #expect(view.own?.vitals != nil)
      let unasked = try snapshots(said, of: other.character)
      #expect(unasked.allSatisfy { $0.snapshot.scope == nil })
    }
  }

  @Test func aCharacterAttachesWalksAndIsShown() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west], times: 3)
    let first = try snapshots(fixture.outlet.take(), of: session.character)
    #expect(first.first?.snapshot.scope?.region == west.id)
    #expect(first.first?.snapshot.own?.position == Position(unitsX: 100, unitsY: 100))
    #expect(first.dropFirst().allSatisfy { $0.snapshot.scope == nil })
    let parts = first.compactMap(\.output.part)
    #expect(parts.map(\.isWhole) == first.indices.map { $0 == 0 })
    #expect(zip(parts, parts.dropFirst()).allSatisfy { $1.number == $0.number + 1 })

    await fixture.post(walk(session, west, sequence: 1, base: 1, dx: 127), to: west)
    try await fixture.tick([west], times: 2)
    let walked = try snapshots(fixture.outlet.take(), of: session.character)
    let own = try #require(walked.last?.snapshot.own)
    #expect(own.position == Position(unitsX: 116, unitsY: 100))
    #expect(own.counters == InputCounters(lastInput: InputSequence(1), applied: 1))
  }

  @Test func aCharacterCrossesToTheNeighbourAndGoesOn() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    let watcher = try await fixture.guest(at: Position(unitsX: 480, unitsY: 120))
    await fixture.post(attach(session, to: west), to: west)
    await fixture.post(attach(watcher, to: west), to: west)
    try await fixture.tick([west, east], times: 3)
    await fixture.post(walk(session, west, sequence: 1, base: 1, dx: 127), to: west)
    try await fixture.tick([west, east], times: 10)

    let messages = fixture.outlet.take()
    let seen = try snapshots(messages, of: session.character)
    let last = try #require(seen.last)
    #expect(last.output.region == east.id)
    #expect(last.snapshot.own?.position == Position(unitsX: 580, unitsY: 100))
    #expect(last.snapshot.own?.counters.applied == 1)
    #expect(last.snapshot.own?.counters.gaps == 0)
    let positions = seen.compactMap { $0.snapshot.own?.position.x }
    for (before, after) in zip(positions, positions.dropFirst()) {
      #expect(after - before <= 8 * .one, "nobody jumps at a border")
      #expect(after >= before, "nobody goes back")
    }
    let sequences = seen.map(\.output.sequence)
    #expect(sequences == sequences.sorted())
    #expect(Set(seen.map(\.output.region)) == [west.id, east.id])

    let watched = try snapshots(messages, of: watcher.character)
    #expect(watched.allSatisfy { $0.snapshot.vanish.isEmpty }, "who watches sees no blink")
    try await expectHolder(east.id, of: session.character, in: fixture)
  }

  private func expectHolder(
    _ region: RegionID, of character: CharacterID, in fixture: RegionFixture
  ) async throws {
    let row = try await fixture.store.character(character)
    #expect(row?.holding.holder == region)
  }

  @Test func aClosingRegionSavesEverybodyAndTellsTheGateway() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west], times: 3)
    await fixture.post(walk(session, west, sequence: 1, base: 1, dx: 127), to: west)
    try await fixture.tick([west], times: 4)
    _ = fixture.outlet.take()
    try await fixture.loop.executeInContext { west.assumeIsolated { $0.close() } }
    try await fixture.tick([west], times: 5)
    let told = fixture.outlet.take().contains { _, message in
      if case .detached(let detached) = message { return detached.character == session.character }
      return false
    }
    #expect(told)
    #expect(fixture.endings.withLock { $0[west.id] } == .closed)
    let row = try await fixture.store.character(session.character)
    #expect(row?.body.position.x ?? 0 > 100 * .one)
    #expect(row?.body.inputs.applied == 1)
  }

  @Test func afterALostLinkEverythingIsToldAnew() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
    let other = try await fixture.guest(at: Position(unitsX: 120, unitsY: 100))
    await fixture.post(attach(session, to: west), to: west)
    try await fixture.tick([west], times: 2)
    fixture.outlet.isDown.store(true, ordering: .relaxed)
    await fixture.post(attach(other, to: west), to: west)
    try await fixture.tick([west], times: 3)
    _ = fixture.outlet.take()
    fixture.outlet.isDown.store(false, ordering: .relaxed)
    try await fixture.tick([west], times: 2)
    let told = try snapshots(fixture.outlet.take(), of: session.character)
    let first = try #require(told.first?.snapshot)
    #expect(first.scope != nil)
    #expect(first.appear.map(\.entity) == [other.character.rawValue])
    #expect(told.dropFirst().allSatisfy { $0.snapshot.scope == nil })
  }

  @Test func playersSeeOverTheBorderAndAroundTheCorner() async throws {
    let fixture = try await RegionFixture()
    let regions = [
      try await fixture.open(fixture.region(column: 0, row: 0)),
      try await fixture.open(fixture.region(column: 1, row: 0)),
      try await fixture.open(fixture.region(column: 0, row: 1)),
      try await fixture.open(fixture.region(column: 1, row: 1)),
    ]
    var sessions: [SessionAddress] = []
    for (index, place) in [(500, 500), (530, 500), (500, 530), (530, 530)].enumerated() {
      let place = Position(unitsX: Int32(place.0), unitsY: Int32(place.1))
      let session = try await fixture.guest(at: place)
      await fixture.post(attach(session, to: regions[index]), to: regions[index])
      sessions.append(session)
    }
    try await fixture.tick(regions, times: 6)
    let messages = fixture.outlet.take()
    for session in sessions {
      let seen = try snapshots(messages, of: session.character)
        .flatMap(\.snapshot.appear).map(\.entity)
      let others = sessions.map(\.character.rawValue).filter { $0 != session.character.rawValue }
      #expect(Set(seen) == Set(others), "each sees the other three, over borders and the corner")
    }
  }

  @Test func ghostsOfASilentNeighbourGo() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    let east = try await fixture.open(fixture.region(column: 1, row: 0))
    let watcher = try await fixture.guest(at: Position(unitsX: 500, unitsY: 100))
    let other = try await fixture.guest(at: Position(unitsX: 530, unitsY: 100))
    await fixture.post(attach(watcher, to: west), to: west)
    await fixture.post(attach(other, to: east), to: east)
    try await fixture.tick([west, east], times: 6)
    _ = fixture.outlet.take()
    try await fixture.tick([west], times: 30)
    let told = try snapshots(fixture.outlet.take(), of: watcher.character)
    #expect(told.contains { !$0.snapshot.vanish.isEmpty }, "a dead neighbour's ghosts do not stay")
  }

  @Test func aProbeIsAnsweredWithoutATick() async throws {
    let fixture = try await RegionFixture()
    let west = try await fixture.open(fixture.region(column: 0, row: 0))
    await fixture.post(
      .probe(
        SessionProbe(
          character: CharacterID(5), region: west.id, nonce: 99, gateway: GatewayID(1))),
      to: west)
    let replies = fixture.outlet.take()
    guard case .probeReply(let reply)? = replies.first?.message else {
      Issue.record("no reply")
      return
    }
    #expect(reply.nonce == 99)
  }
}
