import CPangeaProto
import CProtobufC
import Model
import NIOCore

/// Writes and reads a region's cargo: a protobuf message of its own, sent in parcels.
public enum CargoCodec {
  public static func encode(_ cargo: RegionCargo) -> [UInt8] {
    var buffer = ByteBuffer()
    MessageBuilder.write(to: &buffer) { $0.cargo(cargo) }
    return Array(buffer.readableBytesView)
  }

  /// - Throws: `WireError` for anything but what `encode` wrote, in this or another version.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> RegionCargo {
    guard bytes.count <= Limits.cargoBytesMax else {
      throw .oversize(bytes: bytes.count, max: Limits.cargoBytesMax)
    }
    return try bytes.span.bytes.withUnsafeBytes { (bytes) throws(WireError) in
      try ThreadArena.lend(limit: Limits.cargoMemoryBytesMax) { (arena) throws(WireError) in
        try MessageReader.cargo(
          try MessageReader.unpack(bytes, in: arena, pangea__region_cargo__unpack))
      }
    }
  }

  /// The parcels of an encoded cargo, in order.
  public static func parcels(_ bytes: [UInt8], region: RegionID, epoch: Epoch) -> [RegionParcel] {
    let size = Limits.parcelBytesMax
    let parts = max(1, (bytes.count + size - 1) / size)
    return (0..<parts).map { part in
      RegionParcel(
        region: region, epoch: epoch, part: UInt32(part), parts: UInt32(parts),
        bytes: Array(bytes[min(part * size, bytes.count)..<min((part + 1) * size, bytes.count)]))
    }
  }
}
