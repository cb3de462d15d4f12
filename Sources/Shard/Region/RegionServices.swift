import Cluster
import Logging
import Model
import Storage
import World

/// The static part of a region: the map that it is cut from, and the rules that hold on it.
public struct RegionMap: Sendable {
  public let grid: RegionGrid
  public let collision: CollisionGrid
  public let rules: Rules
  /// What designers placed on it.
  public let places: Places

  public init(
    grid: RegionGrid, collision: CollisionGrid, rules: Rules, places: Places = Places()
  ) {
    self.grid = grid
    self.collision = collision
    self.rules = rules
    self.places = places
  }
}

/// What the regions of a shard share.
struct RegionServices: Sendable {
  let shard: ShardID
  let clock: any Clock
  /// Who owns which region, as this process knows it: a hint.
  let directory: any DirectoryView & Sendable
  let router: RegionRouter
  /// Takes requests to storage; the answers come back through the mailbox.
  let store: @Sendable (AuthorityRequest, RegionMailbox) -> Void
  /// Takes questions about belongings to storage; the answers come back through the mailbox.
  let value: @Sendable (ValueJob, UInt64, RegionMailbox) -> Void
  /// Somebody knows a newer epoch of a region than the directory.
  let heardEpoch: @Sendable (RegionID, Epoch) -> Void
  /// A region of this process has ended.
  let ended: @Sendable (RegionID, Epoch, RegionEnding) -> Void
  /// A region of this process stands still and is on its way: its encoded cargo.
  let packed: @Sendable (RegionID, Epoch, [UInt8]) -> Void
  /// Takes a checkpoint to storage.
  let checkpoint: @Sendable (RegionCheckpoint) -> Void
  /// What operators order of characters; nil: nothing.
  var orders: OrderDesk?
  let handoffTimes: HandoffTimes
  let tickTimes: RegionTickTimes
  let worldFigures: WorldFigures
  let tracing: Tracing
  let logger: Logger
}
