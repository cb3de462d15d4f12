import Logging
import Synchronization

/// How much this process logs, which operators change while it runs: for some time, for all of it or
/// one module, and back again.
///
/// The level that was set at the start counts where no change does; of several changes for a module
/// the latest counts. Moments are milliseconds since 1970.
public final class LogLevels: Sendable {
  /// One change.
  public struct Change: Hashable, Sendable {
    /// Names the change, for taking it back.
    public var id: String
    public var level: Logger.Level
    /// The module that speaks; empty: all.
    public var module: String
    public var until: UInt64

    public init(id: String, level: Logger.Level, module: String = "", until: UInt64) {
      self.id = id
      self.level = level
      self.module = module
      self.until = until
    }
  }

  /// Changes that hold at a time; a further one takes the place of the oldest.
  public static let changesMax = 64

  fileprivate struct State {
    var base: Logger.Level
    var changes: [Change] = []
  }

  private let state: Mutex<State>
  /// The most talkative level that any module has now: below it nobody has to look further.
  private let lowest: Atomic<Int>

  public init(_ base: Logger.Level) {
    state = Mutex(State(base: base))
    lowest = Atomic(base.order)
  }

  /// The process' own.
  public static let process = LogLevels(.info)

  /// The level where nothing is changed.
  public func start(at level: Logger.Level) {
    state.withLock {
      $0.base = level
      lowest.store($0.lowest, ordering: .relaxed)
    }
  }

  public func apply(_ change: Change) {
    state.withLock { state in
      state.changes.removeAll { $0.id == change.id }
      if state.changes.count >= Self.changesMax { state.changes.removeFirst() }
      state.changes.append(change)
      lowest.store(state.lowest, ordering: .relaxed)
    }
  }

  /// As if the change had not been; false when it is over.
  @discardableResult
  public func takeBack(_ id: String) -> Bool {
    state.withLock { state in
      let count = state.changes.count
      state.changes.removeAll { $0.id == id }
      lowest.store(state.lowest, ordering: .relaxed)
      return state.changes.count < count
    }
  }

  /// Ends changes whose time is over: to be called every now and then.
  public func expire(now: UInt64) {
    state.withLock { state in
      guard !state.changes.isEmpty else { return }
      state.changes.removeAll { $0.until <= now }
      lowest.store(state.lowest, ordering: .relaxed)
    }
  }

  /// The level of a module now.
  public func level(of module: String) -> Logger.Level {
    state.withLock { state in
      state.changes.last { $0.module.isEmpty || $0.module == module }?.level ?? state.base
    }
  }

  /// What the log API asks first for each line: cheap, and too low rather than too high.
  var floor: Logger.Level { Logger.Level.allCases[lowest.load(ordering: .relaxed)] }
}

extension LogLevels.State {
  fileprivate var lowest: Int { changes.reduce(base.order) { min($0, $1.level.order) } }
}

extension Logger.Level {
  /// 0: trace.
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
