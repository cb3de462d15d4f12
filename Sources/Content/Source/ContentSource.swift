/// The files of one content folder as one check reads them, each with its log.
final class ContentSource {
  /// Reads a file of the content, up to a number of bytes.
  typealias Read = (_ file: FilePath, _ max: Int) throws(FileError) -> [UInt8]

  /// The names of the files in a folder of the content.
  typealias List = (_ folder: [String]) -> [String]

  /// The folder, as the caller gave it.
  let root: String
  private let read: Read
  private let list: List
  private var logs: [FilePath: FindingLog] = [:]
  private var fingerprints: [FilePath: Fingerprint] = [:]
  /// Tilesets are shared by maps: each is decoded once. Nil: it was refused.
  var tilesets: [FilePath: TiledTileset?] = [:]
  /// The same for templates.
  var templates: [FilePath: TiledTemplate?] = [:]
  /// The classes of projects, and the project of each folder; nil: it has none.
  var projects: [FilePath: TiledClasses] = [:]
  var projectOfFolder: [[String]: FilePath?] = [:]

  /// The files below the folder `root`. Links are followed as long as they stay in it.
  init(root: String) {
    self.root = root
    read = { (file, max) throws(FileError) in
      try FileBytes.read(root + "/" + file.description, max: max, inside: root)
    }
    list = { FolderListing.names(in: ([root] + $0).joined(separator: "/")) }
  }

  /// Files that lie elsewhere than in a folder.
  init(root: String, read: @escaping Read, list: @escaping List = { _ in [] }) {
    self.root = root
    self.read = read
    self.list = list
  }

  /// The names of the files in a folder, in their order.
  func names(in folder: [String]) -> [String] { list(folder) }

  /// Whether nothing of this name is there; one that cannot be read is not missing.
  func isMissing(_ file: FilePath) -> Bool {
    do throws(FileError) {
      _ = try read(file, 0)
      return false
    } catch {
      return error == .missing
    }
  }

  /// Where findings about `file` are written down.
  func log(of file: FilePath) -> FindingLog {
    if let log = logs[file] { return log }
    let log = FindingLog(file: file.description)
    logs[file] = log
    return log
  }

  /// The bytes of a file; nil, with a finding in `log`, when it cannot be read.
  func bytes(of file: FilePath, max limit: Int, place: String, log: FindingLog) -> [UInt8]? {
    do throws(FileError) {
      let bytes = try read(file, limit)
      fingerprints[file] = Fingerprint(of: bytes, named: file.description)
      return bytes
    } catch {
      let (sentence, remedy) = wording(of: error, file)
      log.error(place, sentence, remedy)
      return nil
    }
  }

  /// The JSON document in a file, or Tiled's XML told in the words of its JSON; either may be
  /// gzipped. Nil, with a finding in the file's log, when there is none.
  func document(_ file: FilePath) -> JSONValue? {
    let log = log(of: file)
    guard let stored = bytes(of: file, max: Limits.fileBytesMax, place: "", log: log),
      let bytes = unzipped(stored, log)
    else { return nil }
    if isXML(bytes) { return xml(bytes, log) }
    do throws(JSONSyntaxError) {
      return try JSONParser.parse(bytes)
    } catch {
      log.error(
        "line \(error.line), column \(error.column)", "This is not JSON: \(error.sentence).",
        "Correct the file there, or save it again with the editor.")
      return nil
    }
  }

  private func isXML(_ bytes: [UInt8]) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    return start.first { !$0.isSpace } == UInt8(ascii: "<")
  }

  private func xml(_ bytes: [UInt8], _ log: FindingLog) -> JSONValue? {
    do throws(XMLSyntaxError) {
      let root = try XMLReader.read(bytes)
      if let document = TiledXML.document(root) { return document }
      log.error(
        "", "The XML element \(quoted(root.name)) is nothing of Tiled's.",
        "Remove the file from the content folder.")
    } catch {
      log.error(
        error.line > 0 ? "line \(error.line)" : "",
        "This XML cannot be read: \(error.sentence).", "Save the file again with Tiled.")
    }
    return nil
  }

  /// The bytes of a document that may be gzipped.
  private func unzipped(_ bytes: [UInt8], _ log: FindingLog) -> [UInt8]? {
    guard Inflation.isGzip(bytes) else { return bytes }
    do throws(Inflation.Failure) {
      return try Inflation.unpack(bytes, method: "gzip", max: Limits.fileBytesMax)
    } catch {
      if case .tooLarge(let limit) = error {
        log.error("", "It unpacks to more than \(limit) bytes.", "Make the file smaller.")
      } else {
        log.error("", "It is a damaged gzip file.", "Save the file again with the editor.")
      }
      return nil
    }
  }

  /// Everything found so far, by file.
  var report: ContentReport {
    let files = logs.keys.sorted()
    return ContentReport(
      files: files.map(\.description), findings: files.flatMap { log(of: $0).findings })
  }

  /// One number for the names and bytes of all files that were read.
  var fingerprint: Fingerprint {
    fingerprints.keys.sorted().reduce(into: Fingerprint()) { $0.combine(fingerprints[$1]) }
  }

  private func wording(of error: FileError, _ file: FilePath) -> (String, String) {
    switch error {
    case .missing:
      ("The file \(quoted(file.description)) does not exist.", "Add the file or correct its path.")
    case .outside:
      (
        "\(quoted(file.description)) is a link that leads out of the content folder.",
        "Put the file itself into the content folder."
      )
    case .notRegular:
      ("\(quoted(file.description)) is not a file.", "Name a file, not a folder or a device.")
    case .tooLarge(let limit):
      (
        "\(quoted(file.description)) is larger than \(limit) bytes.",
        "Make the file smaller or split it."
      )
    case .failed(let reason):
      (
        "The file \(quoted(file.description)) cannot be read: \(reason).",
        "Check the file and its permissions."
      )
    }
  }
}
