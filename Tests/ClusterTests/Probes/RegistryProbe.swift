import Model

@testable import Cluster

/// What the cluster keeps in Redis. The first byte says which: `p` a placement plan, `n` a node's
/// record, `r` a record of the directory, any other a change of it.
enum RegistryProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let value = Array(bytes.dropFirst())
    switch first {
    case UInt8(ascii: "p"): return plan(value)
    case UInt8(ascii: "n"): return node(value)
    case UInt8(ascii: "r"): return record(String(decoding: value, as: UTF8.self))
    default: return change(String(decoding: value, as: UTF8.self))
    }
  }

  private static func plan(_ bytes: [UInt8]) -> String {
    do throws(PlacementError) {
      let plan = try PlacementPlan(encoded: bytes)
      guard plan.assignments.count <= ClusterLimits.regionsMax else { return "broken: too large" }
      guard let again = try? PlacementPlan(encoded: try plan.encoded()), again == plan else {
        return "broken: round trip"
      }
      return "plan \(plan.version) of \(plan.assignments.count)"
    } catch {
      switch error {
      case .malformed: return "refused malformed"
      default: return "refused \(error)"
      }
    }
  }

  private static func node(_ bytes: [UInt8]) -> String {
    do throws(NodeRecordError) {
      let record = try NodeRecord(encoded: bytes)
      // Escapes make JSON longer than what it says, so a record that fits may not fit again.
      guard let encoded = try? record.encoded() else { return "node, too large again" }
      guard (try? NodeRecord(encoded: encoded)) == record else { return "broken: round trip" }
      return "node \(record.node)"
    } catch {
      return "refused \(error)"
    }
  }

  private static func record(_ text: String) -> String {
    guard let record = DirectoryText.record(text) else { return "refused" }
    guard DirectoryText.record(DirectoryText.encode(record)) == record else {
      return "broken: round trip"
    }
    return "record at \(record.epoch.rawValue)"
  }

  private static func change(_ text: String) -> String {
    guard let change = DirectoryText.change(text) else { return "refused" }
    let again =
      "\(change.generation) \(change.version) \(change.region.rawValue) "
      + DirectoryText.encode(change.record)
    guard DirectoryText.change(again) == change else { return "broken: round trip" }
    return "change \(change.version) of \(change.region.rawValue)"
  }
}
