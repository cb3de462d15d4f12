import FoundationEssentials
import Model

/// What the regions of one shard cost, as it says in Redis:
/// `{"schema":"pangea.loads/1","regions":{"65537":120}}`, microseconds a tick.
public struct RegionLoads: Hashable, Sendable {
  public var loads: [RegionID: UInt64]

  public init(_ loads: [RegionID: UInt64]) { self.loads = loads }

  private struct Document: Codable {
    static let schema = "pangea.loads/1"

    var schema: String
    var regions: [String: UInt64]
  }

  /// Empty when it cannot be written.
  func encoded() -> [UInt8] {
    let document = Document(
      schema: Document.schema,
      regions: Dictionary(uniqueKeysWithValues: loads.map { ("\($0.key.rawValue)", $0.value) }))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(document)).map(Array.init) ?? []
  }

  /// Nil for anything else: then nothing is known of that shard's loads.
  init?(encoded bytes: [UInt8]) {
    guard bytes.count <= ClusterLimits.loadsBytesMax,
      let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
      document.schema == Document.schema
    else { return nil }
    loads = [:]
    for (region, load) in document.regions {
      guard let number = UInt32(region) else { return nil }
      loads[RegionID(rawValue: number)] = load
    }
  }
}
