import Foundation
import Hummingbird
import NIOCore
import Security

/// The console: the files that `tools/console.sh` made.
///
/// They are read once, at the start: a request can only name a file of this table, so no path leads
/// out of the folder, and no request waits for a disk.
public struct ConsoleFiles: Sendable {
  /// Why a folder cannot be served.
  public enum LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(String)
    case tooManyBytes(max: Int)
    case noPage(String)

    public var description: String {
      switch self {
      case .unreadable(let path): "The console at \(path) cannot be read."
      case .tooManyBytes(let max): "The console's folder holds more than \(max) bytes."
      case .noPage(let path): "The console at \(path) has no index.html: run tools/console.sh."
      }
    }
  }

  struct File: Sendable {
    var plain: ByteBuffer
    /// The same, compressed; nil: there is none, or it is no smaller.
    var zipped: ByteBuffer?
    let type: String
    let tag: String
    /// Its name contains a hash: it never changes.
    let isImmutable: Bool
  }

  private let files: [String: File]

  /// No console.
  public static let none = ConsoleFiles(files: [:])

  init(files: [String: File]) { self.files = files }

  /// Whether there is anything to show.
  public var isEmpty: Bool { files.isEmpty }

  /// Reads a folder, not what is in folders of it; blocks, so never on an event loop. Names that
  /// begin with a dot are passed over, and of `x` and `x.gz` one file is made.
  public init(folder: String) throws(LoadError) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .unreadable(folder)
    }
    var files: [String: File] = [:]
    var bytes = 0
    for name in names.sorted() where !name.hasPrefix(".") && !name.hasSuffix(".gz") {
      guard let plain = try Self.read("\(folder)/\(name)") else { continue }
      let zipped = names.contains(name + ".gz") ? try Self.read("\(folder)/\(name).gz") : nil
      bytes += plain.readableBytes + (zipped?.readableBytes ?? 0)
      guard bytes <= AdminLimits.consoleBytesMax else {
        throw .tooManyBytes(max: AdminLimits.consoleBytesMax)
      }
      files[name] = try File(name, plain: plain, zipped: zipped)
    }
    guard files["index.html"] != nil else { throw .noPage(folder) }
    self.init(files: files)
  }

  /// Nil for what is no plain file.
  private static func read(_ path: String) throws(LoadError) -> ByteBuffer? {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else {
      throw .unreadable(path)
    }
    guard facts[.type] as? FileAttributeType == .typeRegular else { return nil }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw .unreadable(path) }
    return ByteBuffer(bytes: data)
  }

  // MARK: Answers

  /// The pages run and show only what comes from this server as a file, talk to nobody else, and
  /// nobody may frame them or be sent a form by them.
  static let policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
    "img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].joined(separator: "; ")

  /// The answer to a name below `/console/`; empty: the page. Nil when there is no such file.
  func response(to name: String, _ request: HTTPFields) -> Response? {
    guard let file = files[name.isEmpty ? "index.html" : name] else { return nil }
    let isZipped = file.zipped != nil && Self.takesGzip(request)
    // Each form has a tag of its own: they are other bytes.
    let tag = "\"\(file.tag)\(isZipped ? "-gz" : "")\""
    var headers: HTTPFields = [
      .contentType: file.type, .eTag: tag, .vary: "Accept-Encoding",
      .cacheControl: file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
      .xContentTypeOptions: "nosniff", .contentSecurityPolicy: Self.policy,
      .referrerPolicy: "no-referrer", .crossOriginOpenerPolicy: "same-origin",
      .crossOriginResourcePolicy: "same-origin",
    ]
    let known = request[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard !known.contains(tag), !known.contains("*") else {
      return Response(status: .notModified, headers: headers)
    }
    if isZipped { headers[.contentEncoding] = "gzip" }
    let body = isZipped ? file.zipped ?? file.plain : file.plain
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
  }

  /// Whether the other side says that it reads gzip, and not with `q=0`.
  static func takesGzip(_ request: HTTPFields) -> Bool {
    request[values: .acceptEncoding].flatMap { $0.split(separator: ",") }.contains { part in
      let words = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      guard words.first?.lowercased() == "gzip" else { return false }
      let weight = words.dropFirst().first { $0.hasPrefix("q=") }.map { $0.dropFirst(2) }
      return weight.flatMap { Double($0) }.map { $0 > 0 } ?? true
    }
  }
}

extension ConsoleFiles.File {
  init(
    _ name: String, plain: ByteBuffer, zipped: ByteBuffer?
  ) throws(ConsoleFiles.LoadError) {
    guard let hash = try? Digest.sha256(Array(plain.readableBytesView)) else {
      throw .unreadable(name)
    }
    self.plain = plain
    self.zipped = zipped.flatMap { $0.readableBytes < plain.readableBytes ? $0 : nil }
    tag = Base64.url.encode(Array(hash.prefix(16)))
    type = Self.type(of: name)
    isImmutable = Self.namesHash(name)
  }

  /// The media type that a file's name tells.
  static func type(of name: String) -> String {
    switch name.split(separator: ".").last?.lowercased() {
    case "html": "text/html; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    case "json": "application/json"
    default: "application/octet-stream"
    }
  }

  /// As the bundler writes it: `chunk-7Q3KXY2A.js`.
  static func namesHash(_ name: String) -> Bool {
    guard let stem = name.split(separator: ".").first,
      let last = stem.split(separator: "-").last, last.count < stem.count
    else { return false }
    return last.count == 8 && last.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
  }
}
