import Logging
import Model
import NIOEmbedded
import Testing

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
}
