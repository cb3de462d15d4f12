import NIOCore

@testable import Wire

/// Snapshots as bots read them, in place, held against the reader that makes whole values.
enum SnapshotProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    let frame = ByteBuffer(bytes: bytes)
    var known = KnownSlots()
    let scan = try? SnapshotScan(frame, known: &known)
    if let scan, scan.visible != known.count || known.count > KnownSlots.slotsMax {
      return "broken: the count of slots"
    }
    guard case .snapshot(let snapshot) = try? ClientCodec.decodeServer(frame) else {
      return scan == nil ? "refused" : "scanned only"
    }
    var plain = ByteBuffer()
    ClientCodec.encode(.snapshot(snapshot), to: &plain)
    guard SnapshotScan.isSnapshot(plain) else { return "broken: the tag of snapshots" }
    return compare(plain, snapshot)
  }

  /// What protobuf-c writes holds each field once and in order: both readers say the same of it.
  private static func compare(_ plain: ByteBuffer, _ snapshot: Snapshot) -> String {
    var known = KnownSlots()
    do throws(WireError) {
      let scan = try SnapshotScan(plain, known: &known)
      let isSame =
        scan.tick == snapshot.tick && scan.scope == snapshot.scope && scan.own == snapshot.own
        && scan.events == snapshot.events && scan.appeared == snapshot.appear.count
        && scan.moved == snapshot.move.count && scan.vanished == snapshot.vanish.count
      guard isSame else { return "broken: the readers differ" }
      return "read \(scan.appeared) + \(scan.moved) - \(scan.vanished), unknown \(scan.unknown)"
    } catch {
      let isFar = snapshot.appear.contains { $0.slot >= KnownSlots.slotsMax }
      return isFar ? "refused \(error)" : "broken: scanning refuses \(error)"
    }
  }
}
