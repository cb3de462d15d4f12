import Model
import Storage
import Testing

/// Batches are cut into statements of a few sizes; no row is lost or done twice at the edges.
@Suite struct BatchTests {
  static let sizes = [1, 2, 3, 4, 5, 7, 11, 12, 13, 25, 49, 96, 97, 127, 128, 129, 200, 257, 400]

  @Test(arguments: BackEnd.allCases)
  func everySizeIsWhole(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    for size in Self.sizes {
      let regions = (0..<size).map {
        RegionID(map: MapID(UInt16(size)), column: UInt8($0 % 20), row: UInt8($0 / 20))
      }
      try await test.store.register(regions.shuffled())
      let found = try await test.store.regions().map(\.region).filter {
        Int($0.map.rawValue) == size
      }
      #expect(Set(found) == Set(regions) && found.count == size)
    }
  }

  /// Two who stand in one batch several times are handled in the order given.
  @Test(arguments: BackEnd.allCases)
  func aBatchIsAsItsRowsOneAfterTheOther(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (a, b) = (try await test.fence(0), try await test.fence(1))
    let (row, generation) = try await test.attached(to: a)
    let s = row.holding.sequence
    let there = HandoffClaim(character: row.id, from: s, source: a.region, fence: b)
    let back = HandoffClaim(
      character: row.id, from: s.advanced(by: 1), source: b.region, fence: a)
    let home = Holding(sequence: s.advanced(by: 2), holder: a.region)
    #expect(
      try await test.store.claim([there, there, back, there]) == [
        .won(s.advanced(by: 1), 0), .won(s.advanced(by: 1), 0), .won(s.advanced(by: 2), 0),
        .refused(.superseded(home)),
      ])
    func save(_ x: Fixed) -> CharacterSave {
      CharacterSave(
        character: row.id, sequence: home.sequence, number: UInt64(x), fence: a,
        body: CharacterBody(map: MapID(0), position: Position(x: x, y: 0)))
    }
    #expect(try await test.store.save([save(1), save(2), save(3)]).isEmpty)
    #expect(try await test.store.character(row.id)?.body.position == Position(x: 3, y: 0))
    #expect(try await test.store.leave([save(4), save(5)]).isEmpty)
    #expect(try await test.store.character(row.id)?.body.position == Position(x: 4, y: 0))
    let attaches = [home.sequence, home.sequence.advanced(by: 2)].map {
      AttachClaim(character: row.id, generation: generation, seen: $0, fence: b)
    }
    let sequences = try await test.store.attach(attaches).map { result in
      guard case .won(let row) = result else { throw TestFailure("refused") }
      return row.holding.sequence
    }
    #expect(sequences == [home.sequence.advanced(by: 2), home.sequence.advanced(by: 4)])
    let last = Holding(sequence: home.sequence.advanced(by: 4), holder: b.region)
    #expect(try await test.store.character(row.id)?.holding == last)
    #expect(try await test.store.attach([attaches[1]]) == [.refused(.superseded(last))])
  }

  /// Many characters in one batch, some of them refused.
  @Test(arguments: BackEnd.allCases)
  func manyAreSavedTogether(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    var rows: [CharacterRow] = []
    for _ in 0..<150 { rows.append(try await test.attached(to: fence).row) }
    let saves = rows.enumerated().map { index, row in
      CharacterSave(
        character: row.id,
        sequence: index % 10 == 9 ? row.holding.sequence.advanced(by: 1) : row.holding.sequence,
        number: 1, fence: fence,
        body: CharacterBody(
          map: MapID(0), position: Position(x: Fixed(index), y: -1),
          state: Array(repeating: UInt8(index), count: index)))
    }
    let refused = try await test.store.save(saves.shuffled()).map(\.character)
    #expect(Set(refused) == Set(stride(from: 9, to: 150, by: 10).map { rows[$0].id }))
    for (index, row) in rows.enumerated() {
      let stored = try await test.store.character(row.id)
      #expect(stored?.body == (index % 10 == 9 ? row.body : saves[index].body))
      #expect(stored?.holding == row.holding)
    }
  }
}
