import Model
import Synchronization
import Wire

/// What operators want traced for a while, at one process. Each wish ends by itself.
public final class TraceSwitch: Sendable {
  private struct Wish {
    var scope: OperationScope
    var until: BootTime
  }

  private let wishes = Mutex<[AdminOperationID: Wish]>([:])
  private let hasWishes = Atomic(false)
  private let clock: any Clock

  public init(clock: any Clock) { self.clock = clock }

  /// Whether anything is asked for: cheap, for those who look at every tick and input.
  public var isOn: Bool { hasWishes.load(ordering: .relaxed) }

  /// Carries out an order; false when there are too many wishes already.
  ///
  /// - Parameter seconds: 0: ends the wish of the order that this one takes back.
  public func carryOut(_ order: OperationOrder, seconds: UInt32) -> Bool {
    wishes.withLock { wishes in
      let now = clock.now
      wishes = wishes.filter { $0.value.until > now }
      defer { hasWishes.store(!wishes.isEmpty, ordering: .relaxed) }
      guard seconds > 0, let scope = order.scope else {
        if let undone = order.undoOf { wishes[undone] = nil }
        return true
      }
      guard wishes.count < ClusterLimits.traceWishesMax else { return false }
      wishes[order.id] = Wish(scope: scope, until: now + .seconds(Int64(seconds)))
      return true
    }
  }

  /// Whether somebody wants every tick of a region.
  public func wants(_ region: RegionID) -> Bool {
    any { scope in
      switch scope {
      case .everybody: true
      case .map(let map): region.map == map
      case .region(let asked): region == asked
      case .character, .account: false
      }
    }
  }

  /// Whether somebody wants everything of a character; `account`: where it is known.
  public func wants(_ character: CharacterID, of account: AccountID? = nil) -> Bool {
    any { scope in
      switch scope {
      case .character(let asked): character == asked
      case .account(let asked): account == asked
      case .everybody, .map, .region: false
      }
    }
  }

  private func any(_ isMeant: (OperationScope) -> Bool) -> Bool {
    guard isOn else { return false }
    return wishes.withLock { wishes in
      let now = clock.now
      if wishes.values.contains(where: { $0.until <= now }) {
        wishes = wishes.filter { $0.value.until > now }
        hasWishes.store(!wishes.isEmpty, ordering: .relaxed)
      }
      return wishes.values.contains { isMeant($0.scope) }
    }
  }
}
