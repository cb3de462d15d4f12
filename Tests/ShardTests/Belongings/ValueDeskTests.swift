import Cluster
import Foundation
import Logging
import Model
import NIOEmbedded
import Testing

@testable import Shard
@testable import Storage

/// How operations fare while somebody is in their way, or there is no room.
@Suite struct ValueDeskTests {
  /// A character in a region of a real store, and the desk before it.
  final class Stage: Sendable {
    let store: SQLiteStore
    let character: CharacterID
    let fence: CharacterFence
    let desk: ValueDesk
    let mailbox = RegionMailbox(loop: NIOAsyncTestingEventLoop(), limit: 100)
    private let folder: URL
    private let running: Task<Void, any Error>

    /// - Parameter clock: stands still by default: patience does not end, however busy the machine is.
    init(clock: any Model.Clock = VirtualClock()) async throws {
      folder = FileManager.default.temporaryDirectory.appending(
        path: "pangea-values-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      store = try await SQLiteStore.open(
        path: folder.appending(path: "test.sqlite").path, busyMilliseconds: 5)
      let region = RegionID(rawValue: 1)
      try await store.register([region])
      let owner = Storage.RegionOwner(shard: ShardID(1), incarnation: Incarnation(1))
      _ = try await store.claim([RegionClaim(region: region, expected: .none, owner: owner)])
      let guest = try await store.createGuest(
        name: "Ada", map: MapID(1), position: Position(x: 0, y: 0))
      let generation = try await store.openSession(
        guest.character, token: TokenHash(Array(repeating: 1, count: 32)))
      let claim = AttachClaim(
        character: guest.character, generation: try #require(generation), seen: .none,
        fence: RegionFence(region: region, epoch: Epoch(1)))
      guard case .won(let row)? = try await store.attach([claim]).first else { throw Refused() }
      character = row.id
      fence = CharacterFence(
        character: row.id, sequence: row.holding.sequence, holder: region, epoch: Epoch(1),
        valueVersion: row.valueVersion)
      let desk = ValueDesk(
        store: store, limit: 10, clock: clock, logger: Logger(label: "test"))
      self.desk = desk
      running = Task { try await desk.run() }
    }

    deinit {
      running.cancel()
      try? FileManager.default.removeItem(at: folder)
    }

    /// Another process writes for as long as the block runs.
    func busy(_ body: () async throws -> Void) async throws {
      let other = try await SQLiteStore.open(path: store.path)
      let (held, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      let holding = Task {
        try await other.write(.schema) { (_) throws(StorageError) in
          held.signal()
          released.wait()
        }
      }
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          held.wait()
          continuation.resume()
        }
      }
      defer { released.signal() }
      try await body()
      released.signal()
      try await holding.value
    }

    /// Runs a statement beside the desk.
    func execute(_ sql: String) async throws {
      try await store.write(.schema) { (transaction) throws(StorageError) in
        _ = try transaction.run(sql, [])
      }
    }

    /// Gives the character gold: the `number`th wish.
    func gift(_ number: UInt64, items: Int = 0) -> ValueOperation {
      ValueOperation(
        id: .request(character, login: 1, number: number), fences: [fence],
        action: .grant(
          Array(repeating: NewItem(kind: ItemKind("sword"), count: 1), count: items), gold: 5,
          to: character, ItemTerms(slotsMax: .max)))
    }

    func reply(to job: ValueJob, key: UInt64) async throws -> ValueReply {
      desk.submit(job, key: key, answering: mailbox)
      return try await replies(1)[key] ?? .unavailable
    }

    func replies(_ count: Int) async throws -> [UInt64: ValueReply] {
      var replies: [UInt64: ValueReply] = [:]
      while replies.count < count {
        var mail: [RegionEvent] = []
        mailbox.drain(into: &mail)
        for case .valued(let key, let reply) in mail { replies[key] = reply }
        try await Task.sleep(for: .milliseconds(2))
      }
      return replies
    }

    var gold: UInt64? { get async throws { try await store.belongings(of: character)?.gold } }

    struct Refused: Error {}
  }

  @Test func whoeverIsInTheWayIsWaitedFor() async throws {
    let stage = try await Stage()
    try await stage.busy {
      stage.desk.submit(.perform(stage.gift(1)), key: 1, answering: stage.mailbox)
      // Long enough for several tries.
      try await Task.sleep(for: .milliseconds(100))
    }
    guard case .outcome(.done(_, isRepeated: false))? = try await stage.replies(1)[1] else {
      Issue.record("not done")
      return
    }
    #expect(try await stage.gold == 5)
  }

  @Test func notForEver() async throws {
    let stage = try await Stage(clock: SystemClock())
    try await stage.busy {
      let reply = try await stage.reply(to: .perform(stage.gift(1)), key: 1)
      #expect(reply == .notDone)
    }
    #expect(try await stage.gold == 0)
    // Nothing of it was written, so it is not settled, and the next try does it.
    guard
      case .outcome(.done(_, isRepeated: false)) =
        try await stage.reply(to: .perform(stage.gift(1)), key: 2)
    else {
      Issue.record("not done")
      return
    }
    #expect(try await stage.gold == 5)
  }

  @Test func aFullDiskIsNotWaitedFor() async throws {
    let stage = try await Stage()
    try await stage.store.limitSize(pages: 1)
    let large = stage.gift(1, items: 250)
    #expect(try await stage.reply(to: .perform(large), key: 1) == .notDone)
    guard
      case .belongings(let owned?) = try await stage.reply(to: .belongings(stage.character), key: 2)
    else {
      Issue.record("cannot be read")
      return
    }
    #expect(owned.gold == 0 && owned.items.isEmpty)
    try await stage.store.limitSize(pages: nil)
    guard
      case .outcome(.done(_, isRepeated: false)) =
        try await stage.reply(to: .perform(large), key: 3)
    else {
      Issue.record("not done when there was room again")
      return
    }
    #expect(try await stage.store.belongings(of: stage.character)?.items.count == 250)
    #expect(try await stage.store.auditBelongings().isClean)
  }

  /// One value that storage refuses does not spoil the batch for the others.
  @Test func oneThatIsRefusedSpoilsNothing() async throws {
    let stage = try await Stage()
    let spoilt = stage.gift(1)
    try await stage.execute(
      """
      CREATE TRIGGER spoilt BEFORE INSERT ON operations WHEN NEW.id = '\(spoilt.id)'
      BEGIN SELECT RAISE(ABORT, 'not this one'); END
      """)
    try await stage.busy {
      stage.desk.submit(.perform(spoilt), key: 2, answering: stage.mailbox)
      stage.desk.submit(.perform(stage.gift(2)), key: 1, answering: stage.mailbox)
      try await Task.sleep(for: .milliseconds(20))
    }
    let replies = try await stage.replies(2)
    guard case .outcome(.done)? = replies[1] else {
      Issue.record("\(replies)")
      return
    }
    #expect(replies[2] == .unavailable)
    #expect(try await stage.gold == 5)
  }

  @Test func whatDoesNotFitIsAnsweredAtOnce() async throws {
    let stage = try await Stage()
    let desk = ValueDesk(store: stage.store, limit: 0, logger: Logger(label: "test"))
    desk.submit(.perform(stage.gift(1)), key: 1, answering: stage.mailbox)
    desk.submit(.settle(stage.gift(1).id), key: 2, answering: stage.mailbox)
    #expect(try await stage.replies(2) == [1: .notDone, 2: .unavailable])
  }
}
