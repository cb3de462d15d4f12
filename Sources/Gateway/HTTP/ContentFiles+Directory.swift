import FoundationEssentials
import NIOCore
import Security

extension ContentFiles {
  /// Why a content directory cannot be served.
  public enum LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(String)
    case tooManyFiles(max: Int)
    case tooManyBytes(max: Int)

    public var description: String {
      switch self {
      case .unreadable(let path): "The content at \(path) cannot be read."
      case .tooManyFiles(let max): "The content directory holds more than \(max) files."
      case .tooManyBytes(let max): "The content directory holds more than \(max) bytes."
      }
    }
  }

  /// Reads a bundle from disk; blocks, so never on an event loop. Symbolic links and names that
  /// begin with a dot are passed over.
  public init(
    directory: String, filesMax: Int = ContentFiles.filesMax, bytesMax: Int = ContentFiles.bytesMax
  ) throws(LoadError) {
    var files: [String: File] = [:]
    var bytes = 0
    var waiting = [""]
    while let folder = waiting.popLast() {
      for name in try Self.names(in: directory + "/" + folder).sorted() where !name.hasPrefix(".") {
        let path = folder + name
        switch try Self.kind(of: directory + "/" + path) {
        case .typeDirectory:
          waiting.append(path + "/")
        case .typeRegular:
          let file = try Self.read(directory + "/" + path, named: path)
          bytes += file.body.readableBytes
          files[path] = file
        default:
          continue
        }
        guard files.count <= filesMax else { throw .tooManyFiles(max: filesMax) }
        guard bytes <= bytesMax else { throw .tooManyBytes(max: bytesMax) }
      }
    }
    self.init(files: files)
  }

  private static func names(in path: String) throws(LoadError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw .unreadable(path)
    }
  }

  private static func kind(of path: String) throws(LoadError) -> FileAttributeType? {
    do {
      return try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    } catch { throw .unreadable(path) }
  }

  private static func read(_ path: String, named name: String) throws(LoadError) -> File {
    guard let bytes = try? [UInt8](Data(contentsOf: URL(filePath: path))),
      let hash = try? Digest.sha256(bytes)
    else { throw .unreadable(path) }
    return File(
      body: ByteBuffer(bytes: bytes), type: type(of: name),
      tag: "\"" + Base64.url.encode(Array(hash.prefix(16))) + "\"", isImmutable: namesHash(name))
  }
}
