import CWorkloads
import NIOCore
import NIOPosix

/// Workload W7: messages between actors of one process.
///
/// A call is a question to an actor pinned to an event loop, and its answer; one way is what a mesh
/// link does, through the mailbox of a region. The reference is a pair of threads in C.
public enum MailboxWorkload {
  static let reference = "plain C threads, mutex and eventfd"

  /// - Parameters:
  ///   - size: how much of everything: about so many seconds for all runs of a side.
  ///   - runs: of each side, in turns.
  public static func run(size: Int = 1, runs: Int = 5) async throws -> WorkloadReport {
    precondition(size > 0 && runs > 0, "something is measured")
    let machine = MachineTime.now()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let result: Result<[WorkloadFigure], any Error>
    do {
      result = .success(try await measure(size: size, runs: runs, on: group))
    } catch {
      result = .failure(error)
    }
    try await group.shutdownGracefully()
    let figures = try result.get()
    return WorkloadReport(
      "W7", figures[0], figures: Array(figures.dropFirst()), idleShare: machine.idleShare())
  }

  private static func measure(
    size: Int, runs: Int, on group: MultiThreadedEventLoopGroup
  ) async throws -> [WorkloadFigure] {
    let (here, there) = (group.next(), group.next())
    let asker = PinnedActor(on: here)
    let near = PinnedActor(on: here)
    let far = PinnedActor(on: there)
    _ = await asker.ask(near, calls: 10_000)
    _ = await asker.ask(far, calls: 1_000)
    var figures: [WorkloadFigure] = []
    for (name, other, calls) in [
      ("call, actors of one event loop", near, 1_000_000 * size),
      ("call, actors of two event loops", far, 10_000 * size),
    ] {
      let turns = try await Turns.take(runs) {
        await asker.ask(other, calls: calls)
      } reference: {
        try duration(mailbox_calls(10_000 * UInt64(size))) / Double(10_000 * size)
      }
      figures.append(
        WorkloadFigure(
          name, unit: "ns per call", better: .lower, turns: turns, against: reference))
    }
    for batch in [1, 64] {
      let messages = 1_000_000 * size
      let turns = try await Turns.take(runs) {
        try await MailboxTraffic(messages: messages, batch: batch, to: there)
          .run(from: here, to: there)
      } reference: {
        Double(messages) * 1e9
          / (try duration(
            mailbox_one_way(UInt64(messages), UInt32(batch), MailboxTraffic.window)))
      }
      figures.append(
        WorkloadFigure(
          batch == 1 ? "one way, posted one by one" : "one way, posted \(batch) at once",
          unit: "messages a second", better: .higher, turns: turns, against: reference))
    }
    return figures
  }

  private static func duration(_ nanoseconds: UInt64) throws(WorkloadError) -> Double {
    guard nanoseconds > 0 else { throw .noMemory }
    return Double(nanoseconds)
  }
}
