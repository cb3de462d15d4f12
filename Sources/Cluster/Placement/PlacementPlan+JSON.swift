import FoundationEssentials
import Model

/// The document as it stands in Redis:
/// `{"schema":"pangea.plan/1","version":1,"shards":[{"shard":1,"regions":[0,1,256]}]}`.
private struct PlanDocument: Codable {
  static let schema = "pangea.plan/1"

  struct Share: Codable {
    var shard: UInt32
    var regions: [UInt32]
  }

  var schema: String
  var version: UInt64
  var shards: [Share]
}

extension PlacementPlan {
  /// The plan as JSON, the same bytes for the same plan.
  public func encoded() throws(PlacementError) -> [UInt8] {
    let document = PlanDocument(
      schema: PlanDocument.schema, version: version,
      shards: shards.map { shard in
        .init(
          shard: shard.rawValue, regions: regions(of: shard).map(\.rawValue))
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let bytes: [UInt8]
    do {
      bytes = Array(try encoder.encode(document))
    } catch {
      throw .malformed("\(error)")
    }
    guard bytes.count <= ClusterLimits.planBytesMax else { throw .tooLarge }
    return bytes
  }

  /// Reads what `encoded` wrote.
  ///
  /// - Throws: `PlacementError` for anything else: too long, not JSON, another schema, version 0, a
  ///   region that is given twice.
  public init(encoded bytes: [UInt8]) throws(PlacementError) {
    guard bytes.count <= ClusterLimits.planBytesMax else { throw .tooLarge }
    let document: PlanDocument
    do {
      document = try JSONDecoder().decode(PlanDocument.self, from: Data(bytes))
    } catch {
      throw .malformed("\(error)")
    }
    guard document.schema == PlanDocument.schema else {
      throw .malformed("schema \(document.schema)")
    }
    guard document.version > 0 else { throw .malformed("version 0") }
    var assignments: [RegionID: ShardID] = [:]
    for share in document.shards {
      for region in share.regions {
        let id = RegionID(rawValue: region)
        guard assignments.updateValue(ShardID(share.shard), forKey: id) == nil else {
          throw .malformed("region \(id) is given twice")
        }
      }
    }
    try self.init(
      version: document.version, shards: document.shards.map { ShardID($0.shard) },
      assignments: assignments)
  }
}
