@testable import Wire

/// Everything of a region that moves to another shard.
enum CargoProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    do throws(WireError) {
      let cargo = try CargoCodec.decode(bytes)
      let again = CargoCodec.encode(cargo)
      guard (try? CargoCodec.decode(again)) == cargo else { return "broken: round trip" }
      let parcels = CargoCodec.parcels(again, region: cargo.region, epoch: cargo.epoch)
      guard parcels.flatMap(\.bytes) == again else { return "broken: parcels" }
      return "read \(cargo.residents.count) residents, \(cargo.world.count) bytes of the world"
    } catch {
      return "refused \(error)"
    }
  }
}
