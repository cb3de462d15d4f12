import Model
import Storage
import Synchronization
import Testing

/// Regions on several stores attach, claim, revoke, save and leave one character at random, from
/// knowledge that may be stale, while regions change hands. However it goes: at any sequence there
/// is one holder, sequences never go back, and nothing is saved below a sequence already won.
@Suite struct HoldingRaceTests {
  /// What has been answered so far, over all workers.
  final class Ledger: Sendable {
    struct State {
      var holders: [HandoffSequence: Set<RegionID?>] = [:]
      var highest = HandoffSequence.none
      var wins = 0
      var saves = 0
      var refusals = 0
    }

    let state = Mutex(State())

    var highest: HandoffSequence { state.withLock { $0.highest } }

    func won(_ sequence: HandoffSequence, _ region: RegionID) {
      state.withLock {
        $0.holders[sequence, default: []].insert(region)
        $0.highest = max($0.highest, sequence)
        $0.wins += 1
      }
    }

    /// Records a save; true when it was right to accept it.
    func saved(_ sequence: HandoffSequence, above highest: HandoffSequence) -> Bool {
      state.withLock { $0.saves += 1 }
      return sequence >= highest
    }

    func refused() { state.withLock { $0.refusals += 1 } }
  }

  /// One worker with a store of its own.
  struct Worker {
    let store: any Store
    let ledger: Ledger
    let character: CharacterID
    let generation: SessionGeneration
    let owner: RegionOwner
    var generator: SeededGenerator
    var fences = TestStore.regions.map { RegionFence(region: $0, epoch: .none) }
    var holding = Holding(sequence: .none, holder: nil)
    var body = CharacterBody(map: MapID(0), position: Position(x: 0, y: 0))

    mutating func step() async throws {
      let fence = fences[Int(generator.below(UInt32(fences.count)))]
      switch generator.below(12) {
      case 0: try await claimRegion(fence)
      case 1...2: try await refresh()
      case 3...4: try await attach(fence)
      case 5...7: try await claim(fence)
      case 8: try await revoke()
      case 9...10: try await save(leaving: false)
      default: try await save(leaving: true)
      }
    }

    private mutating func claimRegion(_ fence: RegionFence) async throws {
      let claim = RegionClaim(region: fence.region, expected: fence.epoch, owner: owner)
      let index = try #require(fences.firstIndex(of: fence))
      switch try await store.claim([claim])[0] {
      case .won(let epoch): fences[index] = RegionFence(region: fence.region, epoch: epoch)
      case .lost(let row): fences[index] = RegionFence(region: fence.region, epoch: row.epoch)
      case .unknownRegion: throw TestFailure("a region vanished")
      }
    }

    private mutating func refresh() async throws {
      let row = try #require(try await store.character(character))
      #expect(row.holding.sequence >= holding.sequence, "a sequence went back")
      holding = row.holding
      fences = try await store.regions().map { RegionFence(region: $0.region, epoch: $0.epoch) }
    }

    private mutating func attach(_ fence: RegionFence) async throws {
      let claim = AttachClaim(
        character: character, generation: generation, seen: holding.sequence, fence: fence)
      guard case .won(let row) = try await store.attach([claim])[0] else {
        return ledger.refused()
      }
      #expect(row.holding.sequence >= holding.sequence.advanced(by: 2))
      adopt(row.holding.sequence, fence.region)
    }

    private mutating func claim(_ fence: RegionFence) async throws {
      guard let source = holding.holder else { return }
      let claim = HandoffClaim(
        character: character, from: holding.sequence, source: source, fence: fence)
      guard case .won(let sequence, _) = try await store.claim([claim])[0] else {
        return ledger.refused()
      }
      adopt(sequence, fence.region)
    }

    private mutating func revoke() async throws {
      guard let fence = fences.first(where: { $0.region == holding.holder }) else { return }
      let revoke = HandoffRevoke(character: character, from: holding.sequence, fence: fence)
      guard case .won(let sequence, _) = try await store.revoke([revoke])[0] else {
        return ledger.refused()
      }
      adopt(sequence, fence.region)
    }

    private mutating func save(leaving: Bool) async throws {
      guard let fence = fences.first(where: { $0.region == holding.holder }) else { return }
      let highest = ledger.highest
      let save = CharacterSave(
        character: character, sequence: holding.sequence, number: 1, fence: fence, body: body)
      let refusals = try await leaving ? store.leave([save]) : store.save([save])
      guard refusals.isEmpty else { return ledger.refused() }
      #expect(
        ledger.saved(holding.sequence, above: highest),
        "saved at \(holding.sequence) after \(highest) was won")
    }

    private mutating func adopt(_ sequence: HandoffSequence, _ region: RegionID) {
      ledger.won(sequence, region)
      holding = Holding(sequence: sequence, holder: region)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64], BackEnd.allCases)
  func oneHolderAtATime(seed: UInt64, backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (guest, generation) = try await test.guest()
    let ledger = Ledger()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...3 {
        let worker = Worker(
          store: try await test.second(), ledger: ledger, character: guest.character,
          generation: generation,
          owner: RegionOwner(
            shard: ShardID(UInt32(number)), incarnation: Incarnation(UInt64(number))),
          generator: SeededGenerator(seed: seed << 8 | UInt64(number)))
        group.addTask {
          var worker = worker
          for _ in 0..<200 { try await worker.step() }
        }
      }
      try await group.waitForAll()
    }
    let state = ledger.state.withLock { $0 }
    for (sequence, holders) in state.holders {
      #expect(holders.count == 1, "\(holders.count) regions won \(sequence)")
    }
    let row = try #require(try await test.store.character(guest.character))
    #expect(row.holding.sequence == state.highest)
    // The run did what it is for.
    #expect(state.wins > 20 && state.saves > 5 && state.refusals > 20)
  }
}
