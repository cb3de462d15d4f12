import Logging
import Model
import NIOCore

/// The bots of one event loop. One timer steers them all.
final class BotSquad {
  private let tally: Tally
  private let bots: [Bot]
  private let loop: any EventLoop
  private var timer: RepeatedTask?
  private var isSending = true

  /// How often the squad looks whose input is due.
  private static let interval = TimeAmount.milliseconds(5)

  /// Starts to log in those bots whose turn it is on this loop.
  init(
    configuration: BotsConfiguration, member: Int, of squads: Int, on loop: any EventLoop,
    logger: Logger, confirmed: @escaping @Sendable (OperationID) -> Void
  ) {
    loop.preconditionInEventLoop()
    self.loop = loop
    let tally = Tally(seed: configuration.seed &+ UInt64(member))
    self.tally = tally
    let indices = stride(from: member, to: configuration.count, by: squads)
    bots = indices.map {
      Bot(index: $0, configuration: configuration, tally: tally, confirmed: confirmed)
    }
    let this = NIOLoopBound(self, eventLoop: loop)
    for (place, index) in indices.enumerated() {
      let delay = Double(index) / configuration.loginsPerSecond
      loop.scheduleTask(in: .milliseconds(Int64(delay * 1000))) {
        let squad = this.value
        guard squad.isSending else { return }
        squad.bots[place].connect(on: squad.loop, logger: logger)
      }
    }
    timer = loop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
      this.value.steer()
    }
  }

  private func steer() {
    let now = NIODeadline.now()
    guard isSending else {
      for bot in bots { bot.tend(at: now) }
      return
    }
    for bot in bots where bot.nextInput <= now { bot.steer(at: now) }
  }

  /// From here on nobody sends inputs.
  func stopSending() { isSending = false }

  /// Everybody says goodbye.
  func finish() -> SwarmTotals {
    timer?.cancel()
    for bot in bots { bot.finish() }
    return tally.totals
  }
}
