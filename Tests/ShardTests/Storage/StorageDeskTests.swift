import Logging
import Model
import NIOEmbedded
import Storage
import Synchronization
import Testing
import Wire

@testable import Cluster
@testable import Shard

@Suite struct StorageDeskTests {
  /// A request that storage refuses: the region belongs to nobody.
  private func request(_ number: UInt64, _ stage: KeeperStage) -> AuthorityRequest {
    AuthorityRequest(
      id: AuthorityRequest.ID(number), region: stage.grid.regions[0], epoch: Epoch(7),
      operation: .confirm([.init(character: CharacterID(1), sequence: HandoffSequence(1))]))
  }

  private func answers(_ mailbox: RegionMailbox) -> [(AuthorityRequest.ID, AuthorityReply)] {
    var mail: [RegionEvent] = []
    mailbox.drain(into: &mail)
    return mail.compactMap { event in
      if case .stored(let id, let reply) = event { (id, reply) } else { nil }
    }
  }

  @Test func afterTheStopWhatStillWaitsIsDoneInOrder() async throws {
    let stage = try await KeeperStage()
    let desk = StorageDesk(store: stage.store, limit: 10, logger: Logger(label: "test"))
    let mailbox = RegionMailbox(loop: NIOAsyncTestingEventLoop(), limit: 100)
    for number in 1...3 { desk.submit(request(UInt64(number), stage), answering: mailbox) }
    let running = Task { try await desk.run() }
    running.cancel()
    _ = try? await running.value
    let answered = answers(mailbox)
    #expect(answered.map(\.0) == [1, 2, 3].map { AuthorityRequest.ID($0) })
    for (_, reply) in answered {
      guard case .superseded = reply else {
        Issue.record("storage knows no region 1:0,0 at epoch 7, and says \(reply)")
        continue
      }
    }
  }

  @Test func whatDoesNotFitIsAnsweredAtOnce() async throws {
    let stage = try await KeeperStage()
    let desk = StorageDesk(store: stage.store, limit: 1, logger: Logger(label: "test"))
    let mailbox = RegionMailbox(loop: NIOAsyncTestingEventLoop(), limit: 100)
    desk.submit(request(1, stage), answering: mailbox)
    desk.submit(request(2, stage), answering: mailbox)
    let answered = answers(mailbox)
    #expect(answered.map(\.0) == [AuthorityRequest.ID(2)])
    #expect(answered.map(\.1) == [.unavailable])
  }

  /// A store that has no room, and later has.
  private final class Disk: Sendable {
    struct State {
      var isFull = true
      var tries = 0
      var saved: [UInt64] = []
      var checkpoints: [RegionCheckpoint] = []
    }

    let state = Mutex(State())

    var work: StorageDesk.Work {
      StorageDesk.Work(
        perform: { (request) async throws(StorageError) in
          try self.write { state in
            if case .save(let rows) = request.operation { state.saved += rows.map(\.number) }
          }
          return .refused([])
        },
        save: { (checkpoints) async throws(StorageError) in
          try self.write { $0.checkpoints += checkpoints }
        })
    }

    private func write(_ body: (inout State) -> Void) throws(StorageError) {
      let isFull = state.withLock { state in
        state.tries += 1
        if !state.isFull { body(&state) }
        return state.isFull
      }
      if isFull { throw .full(place: "/data/pangea.sqlite", reason: "disk is full") }
    }
  }

  private func save(_ number: UInt64, of character: UInt64) -> AuthorityRequest {
    let state = CharacterState(
      character: CharacterID(character), name: "Ada", position: Position(x: 0, y: 0), facing: 0,
      kind: 1, speed: 0, motion: .stand, counters: InputCounters(), waiting: [], vitals: nil)
    return AuthorityRequest(
      id: AuthorityRequest.ID(number), region: RegionID(rawValue: 1), epoch: Epoch(7),
      operation: .save([
        .init(
          character: CharacterID(character), sequence: HandoffSequence(2), number: number,
          state: state)
      ]))
  }

  /// Nothing piles up while the disk is full, somebody is told, and it goes on by itself.
  @Test func aFullDiskIsWaitedFor() async throws {
    let disk = Disk()
    let lines = LogLines()
    // Its clock stands still: however long this takes, nobody is told twice.
    let desk = StorageDesk(
      work: disk.work, limit: 10, clock: VirtualClock(), logger: lines.logger)
    let mailbox = RegionMailbox(loop: NIOAsyncTestingEventLoop(), limit: 100)
    let running = Task { try await desk.run() }
    func answered(_ count: Int) async throws -> [AuthorityReply] {
      var replies: [AuthorityReply] = []
      while replies.count < count {
        replies += answers(mailbox).map(\.1)
        try await Task.sleep(for: .milliseconds(2))
      }
      return replies
    }
    // As a region does: each second it asks for those whose save was not taken.
    for round in 0..<5 as Range<UInt64> {
      for character in 1...3 as ClosedRange<UInt64> {
        desk.submit(save(round * 3 + character, of: character), answering: mailbox)
      }
      for tick in 1...200 as ClosedRange<UInt64> {
        desk.submit(
          RegionCheckpoint(
            fence: RegionFence(region: RegionID(rawValue: 1), epoch: Epoch(7)),
            tick: Tick(round * 1000 + tick), bytes: []))
      }
      #expect(try await answered(3) == [.unavailable, .unavailable, .unavailable])
    }
    let tries = disk.state.withLock { state in
      #expect(state.saved.isEmpty && state.checkpoints.isEmpty)
      state.isFull = false
      return state.tries
    }
    #expect(tries >= 15)
    for character in 1...3 as ClosedRange<UInt64> {
      desk.submit(save(100 + character, of: character), answering: mailbox)
    }
    desk.submit(
      RegionCheckpoint(
        fence: RegionFence(region: RegionID(rawValue: 1), epoch: Epoch(7)), tick: Tick(9_000),
        bytes: []))
    #expect(try await answered(3) == [.refused([]), .refused([]), .refused([])])
    running.cancel()
    _ = try? await running.value
    disk.state.withLock { state in
      #expect(state.saved == [101, 102, 103])
      #expect(state.checkpoints.last?.tick == Tick(9_000))
      #expect(state.checkpoints.count <= 2, "\(state.checkpoints.count) checkpoints had waited")
    }
    let said = lines.all
    #expect(said.count == 2, "\(said)")
    #expect(
      said.first?.hasPrefix("error The disk of /data/pangea.sqlite is full: free some") == true)
    #expect(said.last?.hasPrefix("notice The storage writes again") == true)
  }
}

/// Remembers what was logged.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

  private struct Handler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(lines: LogLines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.lines.withLock { $0.append("\(event.level) \(event.message)") }
    }
  }
}
