import FoundationEssentials
import Model

/// What gateways hand to clients: maps with collision and art, and definitions of skills and
/// creatures, as files named by their hash.
///
/// The same content gives the same bytes, so a bundle can be built on any machine.
public struct ContentBundle: Hashable, Sendable {
  /// Computes SHA-256: the digest of the bytes, 32 long.
  public typealias Digest = ([UInt8]) -> [UInt8]

  public static let manifestFile = "manifest.json"

  public let manifest: BundleManifest
  /// The bytes of all files by name, the manifest among them.
  public let files: [String: [UInt8]]

  /// Makes the bundle of loaded content; the images are read from the content's folder.
  public init(_ content: GameContent, digest: @escaping Digest) throws(ContentError) {
    var files = BundleFiles(digest: digest)
    let images = try Self.addImages(of: content, to: &files)
    var maps: [BundleManifest.Map] = []
    for id in content.mapIDs {
      guard let map = content.maps[id] else { continue }
      let bytes = try Self.json(BundleMap(map, images: images.mapValues { $0.file }))
      let file = files.add(bytes, named: "map-\(id.rawValue)", suffix: "json")
      maps.append(BundleManifest.Map(id: id.rawValue, name: map.name, content: file))
    }
    let definitions = files.add(
      try Self.json(BundleDefinitions(content.definitions)), named: "definitions", suffix: "json")
    manifest = BundleManifest(
      schema: BundleManifest.schema, version: content.version.description,
      fingerprint: content.fingerprint.description,
      start: BundleManifest.Start(
        map: content.start.map.rawValue, spawn: content.start.spawn.name),
      definitions: definitions, maps: maps, images: Set(images.values).sorted { $0.file < $1.file })
    self.files = files.bytes.merging([Self.manifestFile: try Self.json(manifest)]) { $1 }
  }

  /// Builds the bundle of `content` and puts it at `directory`, in the place of an older one.
  @discardableResult
  public static func build(
    _ content: GameContent, to directory: String, digest: @escaping Digest
  ) throws(ContentError) -> BundleManifest {
    let bundle = try ContentBundle(content, digest: digest)
    try BundleFolder(directory: directory).write(bundle.files)
    return bundle.manifest
  }

  /// The bundle's file for each image by its path in the content folder.
  private static func addImages(
    of content: GameContent, to files: inout BundleFiles
  ) throws(ContentError) -> [String: BundleManifest.File] {
    let paths = Set(content.maps.values.flatMap { $0.art.tilesets.map { $0.image } }).sorted()
    let source = ContentSource(root: content.root)
    var images: [String: BundleManifest.File] = [:]
    for path in paths {
      guard let file = FilePath(path),
        let bytes = source.bytes(
          of: file, max: Limits.imageBytesMax, place: "", log: source.log(of: file))
      else { throw .refused(source.report) }
      images[path] = files.add(bytes, named: file.stem, suffix: file.suffix)
    }
    return images
  }

  private static func json(_ value: some Encodable) throws(ContentError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw .unwritable(path: manifestFile, reason: "\(error)")
    }
  }
}

/// Collects the files of a bundle under names that hold their hash.
private struct BundleFiles {
  let digest: ContentBundle.Digest
  private(set) var bytes: [String: [UInt8]] = [:]

  init(digest: @escaping ContentBundle.Digest) { self.digest = digest }

  mutating func add(_ content: [UInt8], named stem: String, suffix: String) -> BundleManifest.File {
    let hash = digest(content).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
    let file = "\(stem)-\(hash.prefix(16)).\(suffix)"
    bytes[file] = content
    return BundleManifest.File(file: file, sha256: hash, bytes: content.count)
  }
}
