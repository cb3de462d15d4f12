import Model
import Storage
import Testing

@Suite struct MarkTests {
  @Test(arguments: BackEnd.allCases)
  func everyCharacterHasItsNumbers(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    var characters: [CharacterID] = []
    for _ in 0..<5 { characters.append(try await market.guest()) }
    try await market.give(characters[1], gold: 1)
    let sequence = try await market.fence(characters[0]).sequence
    let first = try await market.store.fencingMarks(after: CharacterID(0), max: 3)
    #expect(first.map(\.character) == Array(characters.prefix(3)))
    #expect(first.map(\.valueVersion) == [0, 1, 0])
    let holding = Holding(sequence: sequence, holder: market.ground.region)
    #expect(first.allSatisfy { $0.holding == holding })
    let rest = try await market.store.fencingMarks(after: characters[2], max: 3)
    #expect(rest.map(\.character) == Array(characters.suffix(2)))
    #expect(try await market.store.fencingMarks(after: characters[4], max: 3).isEmpty)
  }

  @Test(arguments: BackEnd.allCases)
  func recordedOperationsAreListed(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let receipt = try await market.done(
      .grant([], gold: 5, to: ada, Market.terms))
    let refused = try await market.operation(.consume(.all(ItemID(77)), by: ada))
    _ = try await market.store.perform([refused])
    let aborted = OperationID.request(ada, login: 9, number: 9)
    _ = try await market.store.settle(aborted)
    let newest = try await market.store.newestOperations(max: 10)
    #expect(
      Set(newest.map(\.result)) == [.done(receipt), .refused(.notYours(ada)), .aborted])
    #expect(newest.allSatisfy { $0.doneAt == 1_700_000_000_000 })
    #expect(try await market.store.newestOperations(max: 2).count == 2)
    let known = try await market.store.operations(
      ["nothing", aborted.description, refused.id.description, aborted.description])
    #expect(Set(known.map(\.id)) == [aborted.description, refused.id.description])
    #expect(try await market.store.operations([]).isEmpty)
  }
}
