import FoundationEssentials
import Glibc

/// Writes a bundle into a folder so that readers see either the old one or the new one whole.
///
/// All files are first written into a folder beside it and then renamed into place, the manifest
/// last: it alone decides which files count. Of what was there before, only files that the older
/// manifest names are removed.
struct BundleFolder {
  let directory: String

  func write(_ files: [String: [UInt8]]) throws(ContentError) {
    let fresh = "\(directory).new-\(getpid())"
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      try? FileManager.default.removeItem(atPath: fresh)
      try FileManager.default.createDirectory(
        atPath: fresh, withIntermediateDirectories: false)
      for name in files.keys.sorted() {
        try Data(files[name] ?? []).write(to: URL(filePath: fresh + "/" + name))
      }
    } catch {
      try? FileManager.default.removeItem(atPath: fresh)
      throw .unwritable(path: directory, reason: "\(error)")
    }
    defer { try? FileManager.default.removeItem(atPath: fresh) }
    let older = publishedFiles()
    for name in files.keys.sorted() where name != ContentBundle.manifestFile {
      try move(name, from: fresh)
    }
    try move(ContentBundle.manifestFile, from: fresh)
    for name in older where files[name] == nil {
      try? FileManager.default.removeItem(atPath: directory + "/" + name)
    }
  }

  private func move(_ name: String, from fresh: String) throws(ContentError) {
    guard rename("\(fresh)/\(name)", "\(directory)/\(name)") == 0 else {
      throw .unwritable(path: "\(directory)/\(name)", reason: FileBytes.reason(of: errno))
    }
  }

  /// The files that the manifest in the folder names; none without a readable manifest.
  private func publishedFiles() -> [String] {
    let path = "\(directory)/\(ContentBundle.manifestFile)"
    guard let bytes = try? FileBytes.read(path, max: Limits.fileBytesMax),
      let manifest = try? JSONDecoder().decode(BundleManifest.self, from: Data(bytes))
    else { return [] }
    let files =
      manifest.maps.map(\.content.file) + manifest.images.map(\.file)
      + [manifest.definitions.file]
    return files.filter { !$0.contains("/") && !$0.hasPrefix(".") }
  }
}
