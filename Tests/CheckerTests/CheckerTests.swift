import Checker
import Foundation
import Model
import Storage
import Synchronization
import Testing

/// The whole checker on a real storage.
@Suite struct CheckerTests {
  /// A storage with an owned region and a character who has something.
  final class World: Sendable {
    let folder: URL
    let store: SQLiteStore
    let character: CharacterID
    let fence: RegionFence

    init() async throws {
      folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("pangea-checker-\(UUID().uuidString)")
      let path = folder.appendingPathComponent("pangea.sqlite").path
      store = try await SQLiteStore.open(path: path)
      let region = RegionID(map: MapID(0), column: 0, row: 0)
      let owner = RegionOwner(shard: ShardID(1), incarnation: Incarnation(1))
      try await store.register([region])
      _ = try await store.claim([
        RegionClaim(region: region, expected: .none, owner: owner)
      ])
      fence = RegionFence(region: region, epoch: Epoch(1))
      let guest = try await store.createGuest(
        name: "Ada", map: MapID(0), position: Position(x: 0, y: 0))
      character = guest.character
      let token = try TokenHash(Array(repeating: 7, count: 32))
      let generation = try #require(try await store.openSession(character, token: token))
      let claim = AttachClaim(
        character: character, generation: generation, seen: .none, fence: fence)
      _ = try await store.attach([claim])
      try await give(1)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func give(_ number: UInt64) async throws {
      let row = try #require(try await store.character(character))
      let fences = [
        CharacterFence(
          character: character, sequence: row.holding.sequence, holder: fence.region,
          epoch: fence.epoch, valueVersion: row.valueVersion)
      ]
      let gift = ValueAction.grant(
        [NewItem(kind: ItemKind("potion"), count: 3)], gold: 5, to: character,
        ItemTerms(stackMax: [ItemKind("potion"): 1000], slotsMax: 1))
      let outcome = try await store.perform([
        ValueOperation(
          id: .request(character, login: 1, number: number), fences: fences, action: gift)
      ])
      guard case .done = outcome.first else { throw CancellationError() }
    }
  }

  private func verdicts(_ report: CheckReport) -> [Int: Verdict] {
    Dictionary(report.checks.map { ($0.invariant, $0.verdict) }) { $1 }
  }

  @Test func whatHoldsIsGood() async throws {
    let world = try await World()
    let checker = Checker(store: world.store, pause: .milliseconds(1))
    let report = try await checker.run(for: .zero)
    #expect(report.ok && report.isMeasured && report.failures == 0 && report.looks == 2)
    #expect(verdicts(report).filter { $0.value == .good }.keys.sorted() == [1, 2, 3, 4, 5])
    #expect(Set(report.checks.map(\.invariant)) == Set(1...12))
    for check in report.checks where check.verdict == .unknown {
      #expect(check.reason?.isEmpty == false)
    }
    #expect(report.lines.count == report.checks.count)
    let read = try JSONDecoder().decode(CheckReport.self, from: Data(report.json.utf8))
    #expect(read == report)
    #expect(try report.json.contains(#""schema":"pangea.check/1""#))
  }

  /// Before its second look somebody empties what was recorded.
  @Test func whatBreaksMeanwhileIsSeen() async throws {
    let world = try await World()
    let looks = Mutex(0)
    let probe: Checker.Probe = {
      guard
        looks.withLock({
          $0 += 1; return $0
        }) == 2
      else { return nil }
      _ = try? await world.store.migrate(to: 2)
      _ = try? await world.store.migrate(to: nil)
      return nil
    }
    let checker = Checker(store: world.store, probe: probe, pause: .milliseconds(1))
    let bad = try await checker.run(for: .zero)
    #expect(!bad.ok)
    #expect(verdicts(bad)[5] == .bad)
    let presence = bad.checks.filter { $0.invariant == Invariant.presence.rawValue }
    #expect(presence.allSatisfy { $0.verdict == .unknown })
  }

  @Test(arguments: [(UInt64(1), Verdict.good), (2, .bad)])
  func whatWasConfirmedIsRecorded(number: UInt64, expected: Verdict) async throws {
    let world = try await World()
    let id = OperationID.request(world.character, login: 1, number: number)
    let checker = Checker(store: world.store, confirmed: ["\(id)"], pause: .milliseconds(1))
    let report = try await checker.run(for: .zero)
    let check = try #require(report.checks.first { $0.name == "confirmed" })
    #expect(check.verdict == expected && report.ok == (expected == .good))
    #expect(check.evidence.count == (expected == .good ? 0 : 1))
  }

  @Test func whatWasConfirmedAndRefusedIsBad() async throws {
    let world = try await World()
    let id = OperationID.request(world.character, login: 1, number: 3)
    _ = try await world.store.settle(id)
    let checker = Checker(store: world.store, confirmed: ["\(id)"], pause: .milliseconds(1))
    let report = try await checker.run(for: .zero)
    #expect(report.checks.first { $0.name == "confirmed" }?.verdict == .bad)
  }

  @Test func lifeGoesOnMeanwhile() async throws {
    let world = try await World()
    let checker = Checker(store: world.store, pause: .milliseconds(5))
    async let report = checker.run(for: .milliseconds(300))
    for number: UInt64 in 2...40 { try await world.give(number) }
    let good = try await report
    #expect(good.ok)
    let items = try #require(good.checks.first { $0.invariant == Invariant.items.rawValue })
    #expect(items.verdict == .good && items.figures["kinds"] == 1)
  }

  @Test func rowsOfTheAuditLogAreLookedAt() async throws {
    let world = try await World()
    for number in 1...3 {
      try await world.store.append(
        audit: AuditEntry(at: 1, actor: "ada", role: "gm", action: "test.\(number)"))
    }
    let checker = Checker(store: world.store, pause: .milliseconds(1))
    let good = try await checker.run(for: .zero)
    let check = try #require(good.checks.first { $0.name == "audit" })
    #expect(check.verdict == .good && check.figures["rows"] == 3)
  }

  @Test func aStorageThatNeverAnswersIsAnError() async throws {
    let world = try await World()
    await world.store.close()
    await #expect(throws: StorageError.closed) {
      try await Checker(store: world.store, pause: .milliseconds(1)).run(for: .zero)
    }
  }

  @Test func nothingThereIsNothingMeasured() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-checker-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await SQLiteStore.open(
      path: folder.appendingPathComponent("pangea.sqlite").path)
    let report = try await Checker(store: store, pause: .milliseconds(1)).run(for: .zero)
    #expect(report.ok && !report.isMeasured)
  }
}
