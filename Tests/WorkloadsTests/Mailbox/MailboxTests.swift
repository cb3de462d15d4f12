import CWorkloads
import NIOCore
import NIOPosix
import Testing

@testable import Workloads

@Suite struct MailboxTests {
  private func withLoops(
    _ body: (any EventLoop, any EventLoop) async throws -> Void
  ) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let result: Result<Void, any Error>
    do { result = .success(try await body(group.next(), group.next())) } catch {
      result = .failure(error)
    }
    try await group.shutdownGracefully()
    try result.get()
  }

  @Test(arguments: [1, 7, 64])
  func everyMessageArrives(batch: Int) async throws {
    try await withLoops { here, there in
      let traffic = MailboxTraffic(messages: 20_001, batch: batch, to: there)
      let perSecond = try await traffic.run(from: here, to: there)
      #expect(perSecond > 0)
    }
  }

  @Test func actorsAnswerOnTheirLoops() async throws {
    try await withLoops { here, there in
      let asker = PinnedActor(on: here)
      let near = await asker.ask(PinnedActor(on: here), calls: 100)
      let far = await asker.ask(PinnedActor(on: there), calls: 100)
      #expect(near > 0 && far > 0)
    }
  }

  @Test func theReferenceDeliversToo() {
    #expect(mailbox_calls(100) > 0)
    #expect(mailbox_one_way(10_001, 1, MailboxTraffic.window) > 0)
    #expect(mailbox_one_way(10_001, 64, MailboxTraffic.window) > 0)
  }
}
