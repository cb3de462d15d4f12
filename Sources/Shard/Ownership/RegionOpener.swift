import Cluster
import Logging
import Model
import NIOCore
import Storage
import Synchronization
import Wire
import World

/// Makes the regions of a shard, whatever they come from, and gives them their mailbox.
struct RegionOpener: Sendable {
  let maps: [MapID: RegionMap]
  let services: RegionServices
  let limits: ShardLimits
  /// The tick that was last due by this machine's clock.
  let lastTick: @Sendable () -> Tick

  /// Nil for a region of a map that this process does not have.
  func open(
    _ id: RegionID, at epoch: Epoch, from checkpoint: RegionCheckpoint?, in home: RegionHome
  ) -> Region? {
    guard let map = maps[id.map] else { return nil }
    if let checkpoint, !isPlausible(checkpoint.tick) {
      services.logger.warning(
        "a checkpoint is of the future: the clock was set back; creatures start anew",
        metadata: ["region": "\(id)"])
    } else if let checkpoint, !checkpoint.bytes.isEmpty {
      do throws(ArchiveError) {
        let origin = try RegionOrigin.recovered(id, at: epoch, from: checkpoint, on: map)
        return make(id, epoch, origin, map, home)
      } catch {
        services.logger.warning(
          "a checkpoint cannot be used; creatures start anew",
          metadata: ["region": "\(id)", "why": "\(error)"])
      }
    }
    return make(id, epoch, .new(id, at: epoch, on: map), map, home)
  }

  /// Whether a region that stopped at this tick can go on here: it stands still until this machine's
  /// clock has come so far.
  private func isPlausible(_ tick: Tick) -> Bool {
    tick.rawValue <= lastTick().rawValue + limits.aheadTicksMax
  }

  /// Nil when this process cannot go on with the cargo.
  func prepare(_ bytes: [UInt8], of id: RegionID, at epoch: Epoch) -> PreparedRegion? {
    guard let map = maps[id.map] else { return nil }
    do {
      let cargo = try CargoCodec.decode(bytes)
      guard cargo.region == id, cargo.epoch < epoch else { return nil }
      let origin = try RegionOrigin.moved(cargo, at: epoch, on: map)
      if let game = origin.simulation.tick,
        !isPlausible(GameClock(delay: origin.delay).clusterTick(game))
      {
        services.logger.error(
          "a region comes from a shard whose clock is ahead of this one's",
          metadata: ["region": "\(id)"])
        return nil
      }
      return PreparedRegion(id: id, epoch: epoch, origin: origin)
    } catch {
      services.logger.warning(
        "a region's cargo cannot be used", metadata: ["region": "\(id)", "why": "\(error)"])
      return nil
    }
  }

  /// Opens what was prepared; nil the second time.
  func open(_ prepared: PreparedRegion, in home: RegionHome) -> Region? {
    guard let map = maps[prepared.id.map], let origin = prepared.take() else { return nil }
    return make(prepared.id, prepared.epoch, origin, map, home)
  }

  private func make(
    _ id: RegionID, _ epoch: Epoch, _ origin: consuming sending RegionOrigin, _ map: RegionMap,
    _ home: RegionHome
  ) -> Region {
    let region = Region(
      fence: (id, epoch), origin: origin, map: map, services: services, outbox: home.outbox,
      now: home.ticker.lastTick, limits: limits, on: home.loop)
    services.router.open(id, mailbox: region.mailbox)
    region.open()
    if let waiting = services.orders?.open, !waiting.isEmpty {
      region.mailbox.post(waiting.map { .order($0) })
    }
    return region
  }
}

/// A region that came as a cargo, read and ready to run as soon as storage gives it to this shard.
final class PreparedRegion: Sendable {
  let id: RegionID
  let epoch: Epoch
  private let origin: Mutex<RegionOrigin?>

  init(id: RegionID, epoch: Epoch, origin: consuming sending RegionOrigin) {
    self.id = id
    self.epoch = epoch
    self.origin = Mutex(consume origin)
  }

  func take() -> sending RegionOrigin? { origin.withLock { $0.take() } }
}
