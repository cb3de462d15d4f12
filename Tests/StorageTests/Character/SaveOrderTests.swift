import Model
import Storage
import Testing

/// Saves of unknown outcome may be carried out late, in any order: a newer one stays.
@Suite struct SaveOrderTests {
  private func save(
    _ row: CharacterRow, _ number: UInt64, at sequence: HandoffSequence? = nil, x: Fixed,
    under fence: RegionFence
  ) -> CharacterSave {
    CharacterSave(
      character: row.id, sequence: sequence ?? row.holding.sequence, number: number, fence: fence,
      body: CharacterBody(map: MapID(0), position: Position(x: x, y: 0)))
  }

  private func x(_ row: CharacterRow, in test: TestStore) async throws -> Fixed? {
    try await test.store.character(row.id)?.body.position.x
  }

  @Test(arguments: BackEnd.allCases)
  func aLateSaveReplacesNothingNewer(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    let (other, _) = try await test.attached(to: fence)
    #expect(try await test.store.save([save(row, 2, x: 20, under: fence)]).isEmpty)
    // Late, and then sent again: nothing to refuse, nothing to do.
    #expect(try await test.store.save([save(row, 1, x: 10, under: fence)]).isEmpty)
    #expect(try await test.store.save([save(row, 2, x: 99, under: fence)]).isEmpty)
    #expect(try await x(row, in: test) == 20)
    // In one batch, with somebody whose save is not late.
    let batch = [
      save(row, 4, x: 40, under: fence), save(row, 3, x: 30, under: fence),
      save(other, 1, x: 1, under: fence), save(row, 1, x: 10, under: fence),
    ]
    #expect(try await test.store.save(batch).isEmpty)
    #expect(try await x(row, in: test) == 40)
    #expect(try await x(other, in: test) == 1)
    #expect(try await test.store.save([save(row, 5, x: 50, under: fence)]).isEmpty)
    #expect(try await x(row, in: test) == 50)
  }

  @Test(arguments: BackEnd.allCases)
  func aLateLeaveTakesNobodyOut(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    #expect(try await test.store.save([save(row, 5, x: 50, under: fence)]).isEmpty)
    #expect(try await test.store.leave([save(row, 4, x: 40, under: fence)]).isEmpty)
    let held = try #require(try await test.store.character(row.id))
    #expect(held.holding == row.holding && held.body.position.x == 50)
    let left = Holding(sequence: row.holding.sequence, holder: nil)
    #expect(try await test.store.leave([save(row, 6, x: 60, under: fence)]).isEmpty)
    #expect(try await test.store.character(row.id)?.holding == left)
    // Nobody may commit any more, whatever the number.
    let refused = [SaveRefusal(character: row.id, reason: .superseded(left))]
    #expect(try await test.store.save([save(row, 7, x: 70, under: fence)]) == refused)
    #expect(try await x(row, in: test) == 60)
  }

  @Test(arguments: BackEnd.allCases)
  func aNewSequenceNumbersFromOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    for _ in 0..<3 { _ = try await test.fence(0) }
    let high = try await test.fence(0)
    let low = try await test.fence(1)
    let (row, _) = try await test.attached(to: high)
    let s = row.holding.sequence
    #expect(try await test.store.save([save(row, 900, x: 1, under: high)]).isEmpty)
    // The neighbour is at a lower epoch and has saved nobody yet.
    let claim = HandoffClaim(character: row.id, from: s, source: high.region, fence: low)
    #expect(try await test.store.claim([claim]) == [.won(s.advanced(by: 1), 0)])
    let there = s.advanced(by: 1)
    #expect(try await test.store.save([save(row, 1, at: there, x: 2, under: low)]).isEmpty)
    #expect(try await x(row, in: test) == 2)
    let revoke = HandoffRevoke(character: row.id, from: there, fence: low)
    #expect(try await test.store.revoke([revoke]) == [.won(s.advanced(by: 3), 0)])
    let back = s.advanced(by: 3)
    #expect(try await test.store.save([save(row, 1, at: back, x: 3, under: low)]).isEmpty)
    #expect(try await x(row, in: test) == 3)
  }

  /// A region that moves, or that comes back from a checkpoint, is at the next epoch; one that moves
  /// keeps the sequences of its characters.
  @Test(arguments: BackEnd.allCases)
  func aNewEpochNumbersFromOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let old = try await test.fence(0)
    let (row, _) = try await test.attached(to: old)
    #expect(try await test.store.save([save(row, 900, x: 1, under: old)]).isEmpty)
    let new = try await test.fence(0, owner: TestStore.shardB)
    #expect(try await test.store.save([save(row, 1, x: 2, under: new)]).isEmpty)
    #expect(try await x(row, in: test) == 2)
    let current = RegionRow(region: new.region, epoch: new.epoch, owner: TestStore.shardB)
    #expect(
      try await test.store.save([save(row, 901, x: 3, under: old)])
        == [SaveRefusal(character: row.id, reason: .staleEpoch(current))])
    #expect(try await x(row, in: test) == 2)
  }

  @Test(arguments: BackEnd.allCases)
  func aRestoredStorageKnowsWhichSaveWasTheLast(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    #expect(try await test.store.save([save(row, 2, x: 20, under: fence)]).isEmpty)
    let path = test.folder.path + "/backup"
    _ = try await test.store.backUp(to: path)
    _ = try await test.store.restore(from: path, replacing: true)
    #expect(try await test.store.save([save(row, 1, x: 10, under: fence)]).isEmpty)
    #expect(try await x(row, in: test) == 20)
    #expect(try await test.store.save([save(row, 3, x: 30, under: fence)]).isEmpty)
    #expect(try await x(row, in: test) == 30)
  }

  /// A database from before: what was saved then is older than anything now.
  @Test(arguments: BackEnd.allCases)
  func theStepGoesDownAndUp(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    #expect(try await test.store.save([save(row, 9, x: 20, under: fence)]).isEmpty)
    try await test.store.migrate(to: 3)
    await #expect(throws: StorageError.self) {
      try await test.store.save([save(row, 10, x: 30, under: fence)])
    }
    try await test.store.migrate(to: nil)
    #expect(try await x(row, in: test) == 20)
    #expect(try await test.store.save([save(row, 1, x: 30, under: fence)]).isEmpty)
    #expect(try await x(row, in: test) == 30)
  }

  // MARK: Against a model

  /// What storage must know after each step.
  private struct Oracle {
    var epochs: [RegionID: Epoch] = [:]
    var rows: [CharacterID: Row] = [:]

    struct Row {
      var sequence: HandoffSequence
      var holder: RegionID?
      /// Of the last save: sequence, epoch, number.
      var mark: [UInt64] = [0, 0, 0]
      var x: Fixed = 0
    }

    /// Whether a save is refused, and what it leaves.
    mutating func receive(_ save: CharacterSave, leaving: Bool) -> Bool {
      guard var row = rows[save.character], epochs[save.fence.region] == save.fence.epoch else {
        return true
      }
      guard row.sequence == save.sequence, row.holder == save.fence.region else {
        return !(leaving && row.sequence == save.sequence && row.holder == nil)
      }
      let mark = [save.sequence.rawValue, save.fence.epoch.rawValue, save.number]
      guard row.mark.lexicographicallyPrecedes(mark) else { return false }
      row.mark = mark
      row.x = save.body.position.x
      if leaving { row.holder = nil }
      rows[save.character] = row
      return false
    }
  }

  /// Saves are made in order and arrive in any, some twice; between them characters cross, are taken
  /// back, leave and come again, and regions change hands.
  private struct Run {
    let test: TestStore
    var generator: SeededGenerator
    var oracle = Oracle()
    var fences: [RegionFence]
    var generations: [CharacterID: SessionGeneration] = [:]
    var numbers: [RegionFence: UInt64] = [:]
    var made: [CharacterSave] = []
    /// Late saves that a newer one had overtaken.
    var overtaken = 0

    init(_ test: TestStore, seed: UInt64) async throws {
      self.test = test
      generator = SeededGenerator(seed: seed)
      fences = [try await test.fence(0), try await test.fence(1)]
      for fence in fences { oracle.epochs[fence.region] = fence.epoch }
      for _ in 0..<3 {
        let (row, generation) = try await test.attached(to: fences[0])
        generations[row.id] = generation
        oracle.rows[row.id] = .init(
          sequence: row.holding.sequence, holder: row.holding.holder, x: row.body.position.x)
      }
    }

    mutating func step(_ number: Int) async throws {
      let characters = oracle.rows.keys.sorted()
      let character = characters[Int(generator.below(3))]
      let row = try #require(oracle.rows[character])
      let kind = generator.below(12)
      if kind == 2 { return try await changeHands(Int(generator.below(2)), number) }
      guard let here = fences.firstIndex(where: { $0.region == row.holder }) else {
        return try await attach(character)
      }
      switch kind {
      case 0: try await cross(character, row.sequence, from: here)
      case 1: try await takeBack(character, row.sequence, at: here)
      default:
        make(Fixed(number), of: character, row.sequence, under: fences[here])
        // Below that it is under way, and comes later or never.
        if kind >= 6 { try await deliver(leaving: kind == 11) }
      }
    }

    private mutating func cross(
      _ character: CharacterID, _ sequence: HandoffSequence, from here: Int
    ) async throws {
      let claim = HandoffClaim(
        character: character, from: sequence, source: fences[here].region, fence: fences[1 - here])
      guard case .won(let won, _) = try await test.store.claim([claim])[0] else { return }
      oracle.rows[character]?.sequence = won
      oracle.rows[character]?.holder = fences[1 - here].region
    }

    private mutating func takeBack(
      _ character: CharacterID, _ sequence: HandoffSequence, at here: Int
    ) async throws {
      let revoke = HandoffRevoke(character: character, from: sequence, fence: fences[here])
      guard case .won(let won, _) = try await test.store.revoke([revoke])[0] else { return }
      oracle.rows[character]?.sequence = won
    }

    private mutating func changeHands(_ index: Int, _ number: Int) async throws {
      let owner = number % 2 == 0 ? TestStore.shardA : TestStore.shardB
      fences[index] = try await test.fence(index, owner: owner)
      oracle.epochs[fences[index].region] = fences[index].epoch
    }

    private mutating func attach(_ character: CharacterID) async throws {
      let claim = AttachClaim(
        character: character, generation: try #require(generations[character]),
        seen: oracle.rows[character]?.sequence ?? .none, fence: fences[0])
      guard case .won(let back)? = try await test.store.attach([claim]).first else { return }
      #expect(back.body.position.x == oracle.rows[character]?.x)
      oracle.rows[character]?.sequence = back.holding.sequence
      oracle.rows[character]?.holder = fences[0].region
    }

    private mutating func make(
      _ x: Fixed, of character: CharacterID, _ sequence: HandoffSequence, under fence: RegionFence
    ) {
      numbers[fence, default: 0] += 1
      made.append(
        CharacterSave(
          character: character, sequence: sequence, number: numbers[fence, default: 0],
          fence: fence, body: CharacterBody(map: MapID(0), position: Position(x: x, y: 0))))
    }

    private mutating func deliver(leaving: Bool) async throws {
      var batch: [CharacterSave] = []
      for _ in 0..<4 {
        batch += made.suffix(12).randomElement(using: &generator).map { [$0] } ?? []
      }
      let before = oracle.rows
      overtaken += batch.count { save in
        before[save.character].map {
          [save.sequence.rawValue, save.fence.epoch.rawValue] == $0.mark.prefix(2)
            && save.number < $0.mark[2]
        } ?? false
      }
      let refused = batch.filter { oracle.receive($0, leaving: leaving) }
      let answers = try await leaving ? test.store.leave(batch) : test.store.save(batch)
      #expect(answers.map(\.character) == refused.map(\.character))
    }
  }

  @Test(arguments: BackEnd.allCases, [1, 2, 3] as [UInt64])
  func whateverComesLateTheNewestStays(on backEnd: BackEnd, seed: UInt64) async throws {
    let test = try await TestStore(backEnd)
    var run = try await Run(test, seed: seed)
    for number in 0..<(backEnd == .sqlite ? 600 : 250) {
      try await run.step(number)
      for (character, expected) in run.oracle.rows {
        let stored = try #require(try await test.store.character(character))
        #expect(stored.body.position.x == expected.x, "step \(number)")
        #expect(
          stored.holding == Holding(sequence: expected.sequence, holder: expected.holder),
          "step \(number)")
      }
    }
    #expect(run.overtaken > 20, "\(run.overtaken)")
  }
}
