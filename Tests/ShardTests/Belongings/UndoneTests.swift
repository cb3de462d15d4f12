import Cluster
import Model
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// Wishes that storage did not do, and says so.
@Suite struct UndoneTests {
  /// One player with five pieces of ore, whose next operation storage answers as the test likes.
  private struct Stage {
    let fixture: RegionFixture
    let region: Region
    let session: SessionAddress
    let item: ItemID

    init() async throws {
      fixture = try await RegionFixture(rules: WishTests.rules, places: WishTests.places)
      region = try await fixture.open(fixture.region(column: 0, row: 0))
      session = try await fixture.guest(at: Position(unitsX: 100, unitsY: 100))
      await fixture.post(
        .attach(
          Attach(
            session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
            inputBase: InputSequence(1))), to: region)
      try await fixture.tick([region], times: 4)
      let row = try #require(try await fixture.store.character(session.character))
      let gift = ValueOperation(
        id: .order(1, row.id),
        fences: [
          CharacterFence(
            character: row.id, sequence: row.holding.sequence,
            holder: try #require(row.holding.holder), epoch: region.epoch,
            valueVersion: row.valueVersion)
        ],
        action: .grant(
          [NewItem(kind: WishTests.ore, count: 5)], gold: 0, to: row.id,
          ItemTerms(stackMax: [WishTests.ore: 10], slotsMax: 4)))
      guard case .done(let receipt, _)? = try await fixture.store.perform([gift]).first else {
        throw FixtureError.notClaimed
      }
      item = try #require(receipt.changes.first?.items.first?.id)
    }

    /// Asks to drop one piece; `reply` stands for storage, unless it is nil.
    func drop(number: UInt64, answering reply: ValueReply?) async throws -> [ValueAnswer.Code] {
      let request = SessionRequest(
        session: session, region: region.id, epoch: region.epoch,
        request: ValueRequest(number: number, login: 1, wish: .drop(item, count: 1)))
      await fixture.post(.request(request), to: region)
      var asked = 0
      for _ in 0..<6 {
        if let reply {
          let jobs = fixture.jobs.withLock { jobs in
            let operations = jobs.filter { if case .perform = $0.0 { true } else { false } }
            jobs.removeAll { if case .perform = $0.0 { true } else { false } }
            return operations
          }
          for (_, key, mailbox) in jobs { mailbox.post(.valued(key, reply)) }
          asked += jobs.count
        }
        try await fixture.answerRequests()
      }
      try await fixture.tick([region], times: 2)
      #expect(reply == nil || asked == 1)
      return try fixture.outlet.take().compactMap { _, message in
        guard case .output(let output) = message,
          case .answer(let answer) = try ClientCodec.decodeServer(output.frame)
        else { return nil }
        return answer.code
      }
    }

    var pieces: UInt32? {
      get async throws {
        try await fixture.store.belongings(of: session.character)?.items.first?.count
      }
    }

    var isQuiet: Bool { get async { await region.authority.isQuiet } }
  }

  /// It is certain that nothing was done: the player hears so at once, nothing is settled, and the
  /// same wish is done when it is asked again.
  @Test func whatWasNotDoneMayBeAskedAgain() async throws {
    let stage = try await Stage()
    #expect(try await stage.drop(number: 1, answering: .notDone) == [.tryAgain])
    #expect(await stage.isQuiet)
    #expect(try await stage.pieces == 5)
    #expect(
      try await stage.fixture.store.operations([
        OperationID.request(stage.session.character, login: 1, number: 1).description
      ]).isEmpty)
    #expect(try await stage.drop(number: 1, answering: nil) == [.done])
    #expect(try await stage.pieces == 4)
  }

  @Test func whatWasForgottenIsNotDone() async throws {
    let stage = try await Stage()
    #expect(try await stage.drop(number: 1, answering: nil) == [.done])
    let forgotten = try await stage.fixture.store.forgetResults(doneBefore: .max, max: 100)
    #expect(forgotten > 0)
    #expect(try await stage.drop(number: 1, answering: nil) == [.badRequest])
    #expect(await stage.isQuiet)
    #expect(try await stage.pieces == 4)
    #expect(try await stage.drop(number: 2, answering: nil) == [.done])
    #expect(try await stage.pieces == 3)
  }
}
