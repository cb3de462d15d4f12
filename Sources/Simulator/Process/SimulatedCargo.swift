import Cluster
import Model
import Wire

/// What the simulated world of a region puts into its cargo: how far its clock is, and where
/// everybody stands with which history.
struct SimulatedCargo {
  /// Small, so that a cargo has several parcels.
  private static let parcelBytes = 160

  var cargo: RegionCargo
  var worldTick: UInt64
  var bodies: [CharacterID: CharacterState]

  init(packing region: SimulatedRegion) {
    cargo = RegionCargo(
      region: region.authority.region, epoch: region.authority.epoch,
      stream: region.authority.epoch)
    region.authority.pack(into: &cargo)
    worldTick = region.worldTick
    bodies = region.bodies
  }

  var encoded: [UInt8] {
    var cargo = cargo
    let lines = bodies.keys.sorted().compactMap { character in
      bodies[character].map {
        "\(character.rawValue) \($0.position.x) \($0.position.y) \($0.name)"
      }
    }
    cargo.world = Array(([worldTick.description] + lines).joined(separator: "\n").utf8)
    return CargoCodec.encode(cargo)
  }

  /// Nil when bytes are no cargo, or one whose world does not fit its residents.
  init?(encoded bytes: [UInt8]) {
    guard let cargo = try? CargoCodec.decode(bytes) else { return nil }
    self.cargo = cargo
    let lines = String(decoding: cargo.world, as: UTF8.self).split(separator: "\n")
    guard let tick = lines.first.flatMap({ UInt64($0) }) else { return nil }
    worldTick = tick
    bodies = [:]
    for line in lines.dropFirst() {
      let words = line.split(separator: " ")
      guard words.count == 4, let id = UInt64(words[0]), let x = Fixed(words[1]),
        let y = Fixed(words[2])
      else { return nil }
      let character = CharacterID(id)
      guard let resident = cargo.residents.first(where: { $0.session.character == character })
      else { return nil }
      bodies[character] = CharacterState(
        character: character, name: String(words[3]), position: Position(x: x, y: y), facing: 0,
        kind: 0, speed: 0, motion: .stand, counters: resident.counters, waiting: [])
    }
    guard bodies.count == cargo.residents.count else { return nil }
  }

  static func parcels(_ bytes: [UInt8], region: RegionID, epoch: Epoch) -> [RegionParcel] {
    let parts = max(1, (bytes.count + parcelBytes - 1) / parcelBytes)
    return (0..<parts).map { part in
      let range = part * parcelBytes..<min((part + 1) * parcelBytes, bytes.count)
      return RegionParcel(
        region: region, epoch: epoch, part: UInt32(part), parts: UInt32(parts),
        bytes: Array(bytes[range]))
    }
  }
}
