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

  /// Nil for a region of a map that this process does not have.
  func open(
    _ id: RegionID, at epoch: Epoch, from checkpoint: RegionCheckpoint?, in home: RegionHome
  ) -> Region? {
    guard let map = maps[id.map] else { return nil }
    if let bytes = checkpoint?.bytes, !bytes.isEmpty {
      do throws(ArchiveError) {
        let origin = try RegionOrigin.recovered(id, at: epoch, from: bytes, on: map)
        return make(id, epoch, origin, map, home)
      } catch {
        services.logger.warning(
          "a checkpoint cannot be used; creatures start anew",
          metadata: ["region": "\(id)", "why": "\(error)"])
      }
    }
    return make(id, epoch, .new(id, at: epoch, on: map), map, home)
  }

  /// Nil when this process cannot go on with the cargo.
  func prepare(_ bytes: [UInt8], of id: RegionID, at epoch: Epoch) -> PreparedRegion? {
    guard let map = maps[id.map] else { return nil }
    do {
      let cargo = try CargoCodec.decode(bytes)
      guard cargo.region == id, cargo.epoch < epoch else { return nil }
      let origin = try RegionOrigin.moved(cargo, at: epoch, on: map)
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
