/// `manifest.json` of a bundle: what a client fetches first, and the only name that does not change.
public struct BundleManifest: Hashable, Sendable, Codable {
  /// A file of the bundle. Its name holds the first 16 digits of its hash, so it may be cached
  /// for ever.
  public struct File: Hashable, Sendable, Codable {
    public let file: String
    /// 64 hexadecimal digits.
    public let sha256: String
    public let bytes: Int
  }

  /// A map, in the order of their ids.
  public struct Map: Hashable, Sendable, Codable {
    public let id: UInt16
    public let name: String
    public let content: File
  }

  /// Where new characters enter.
  public struct Start: Hashable, Sendable, Codable {
    public let map: UInt16
    public let spawn: String
  }

  public static let schema = "pangea.bundle/1"

  public let schema: String
  /// The semantic version of the content.
  public let version: String
  /// Names the files that the bundle was made of; shards report the same.
  public let fingerprint: String
  public let start: Start
  /// Skills and creatures.
  public let definitions: File
  public let maps: [Map]
  /// PNG pictures that the maps refer to by file name.
  public let images: [File]
}
