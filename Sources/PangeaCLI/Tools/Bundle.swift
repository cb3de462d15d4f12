import Content
import Security

/// The bundle that gateways hand to clients.
enum Bundle {
  /// Writes it, in the place of an older one, and says what it holds.
  static func build(content root: String, to folder: String) throws -> String {
    let content = try ContentLoader.load(root: root)
    let manifest = try ContentBundle.build(content, to: folder) { bytes in
      guard let digest = try? Digest.sha256(bytes) else {
        preconditionFailure("OpenSSL always knows SHA-256")
      }
      return digest
    }
    let files = manifest.maps.count + manifest.images.count
    return "\(folder): content \(content.version), \(files) files"
  }
}
