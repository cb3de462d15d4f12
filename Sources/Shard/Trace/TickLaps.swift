import Model

/// The phases of a region's tick, in their order.
package enum TickPhase: Int, CaseIterable, Sendable {
  /// What waited in the mailbox, and the players' inputs.
  case mail
  /// The world's step.
  case step
  /// What came of it: crossings, deeds, loot.
  case effects
  /// What goes to storage.
  case saves
  case neighbours
  case players
  /// Checkpoint, figures.
  case rest

  var span: SpanName {
    switch self {
    case .mail: .mail
    case .step: .step
    case .effects: .effects
    case .saves: .saves
    case .neighbours: .neighbours
    case .players: .players
    case .rest: .rest
    }
  }
}

/// When the phases of one tick ended. Of fixed size, used again for every tick.
struct TickLaps: Sendable {
  private(set) var began = BootTime(microseconds: 0)
  private var ends = InlineArray<7, BootTime>(repeating: BootTime(microseconds: 0))

  mutating func begin(at now: BootTime) {
    began = now
    // A phase that nobody times ends when it begins.
    for index in ends.indices { ends[index] = now }
  }

  /// A phase has ended, and the next one begins.
  mutating func end(_ phase: TickPhase, at now: BootTime) {
    for index in phase.rawValue..<ends.count { ends[index] = now }
  }

  func start(of phase: TickPhase) -> BootTime {
    phase == .mail ? began : ends[phase.rawValue - 1]
  }

  func end(of phase: TickPhase) -> BootTime { ends[phase.rawValue] }
}
