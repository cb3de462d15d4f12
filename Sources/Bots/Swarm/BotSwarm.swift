import Logging
import Model
import NIOCore
import NIOPosix

/// Many real clients that walk about, watch what the servers promise, and measure.
public enum BotSwarm {
  /// Logs everybody in, lets them play, waits for the last acknowledgements, and reports.
  ///
  /// When the task is cancelled the swarm stops playing and reports what it saw so far.
  ///
  /// - Parameter confirmed: told, on any thread, which changes of belongings are said to be done.
  public static func run(
    _ configuration: BotsConfiguration, logger: Logger = Logger(label: "pangea.bots"),
    confirmed: @escaping @Sendable (OperationID) -> Void = { _ in }
  ) async -> BotsReport {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threads)
    let squads = await start(configuration, on: group, logger: logger, confirmed)
    try? await Task.sleep(for: .seconds(configuration.rampSeconds))
    let start = ContinuousClock.now
    try? await Task.sleep(for: .seconds(configuration.seconds))
    let played = ContinuousClock.now - start

    for squad in squads { try? await squad.perform { $0.stopSending() } }
    await sleepThroughCancellation(seconds: configuration.settleSeconds)
    var totals = SwarmTotals(seed: configuration.seed)
    for squad in squads {
      if let some = try? await squad.perform({ $0.finish() }) { totals.add(some) }
    }
    // A goodbye is written by now; this lets it reach the network before the sockets close.
    await sleepThroughCancellation(seconds: 0.1)
    do {
      try await group.shutdownGracefully()
    } catch {
      logger.warning("event loops did not stop", metadata: ["error": "\(error)"])
    }
    return totals.report(configuration, seconds: played / .seconds(1))
  }

  private static func start(
    _ configuration: BotsConfiguration, on group: MultiThreadedEventLoopGroup, logger: Logger,
    _ confirmed: @escaping @Sendable (OperationID) -> Void
  ) async -> [SquadHandle] {
    let loops = Array(group.makeIterator())
    var squads: [SquadHandle] = []
    for (member, loop) in loops.enumerated() {
      let squad = try? await loop.submit {
        SquadHandle(
          NIOLoopBound(
            BotSquad(
              configuration: configuration, member: member, of: loops.count, on: loop,
              logger: logger, confirmed: confirmed), eventLoop: loop), loop)
      }.get()
      if let squad { squads.append(squad) }
    }
    return squads
  }

  /// The last acknowledgements are waited for also when the run is cut short.
  private static func sleepThroughCancellation(seconds: Double) async {
    await Task.detached { try? await Task.sleep(for: .seconds(seconds)) }.value
  }
}

/// A squad as other threads hold it.
private struct SquadHandle: Sendable {
  private let squad: NIOLoopBound<BotSquad>
  private let loop: any EventLoop

  init(_ squad: NIOLoopBound<BotSquad>, _ loop: any EventLoop) {
    self.squad = squad
    self.loop = loop
  }

  func perform<R: Sendable>(_ body: @escaping @Sendable (BotSquad) -> R) async throws -> R {
    try await loop.submit { body(squad.value) }.get()
  }
}
