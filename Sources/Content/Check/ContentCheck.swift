import FoundationEssentials
import Model

/// `pangea content check`: reads content as a server would and reports all that is wrong with it.
public enum ContentCheck {
  /// Checks a whole world, or only some files and folders of it.
  ///
  /// The report has one verdict for each file that is checked by itself, also when it is good.
  ///
  /// - Parameters:
  ///   - root: the content folder that holds `world.json`.
  ///   - paths: files or folders, as the caller's process would open them. A folder with a
  ///     `world.json` is checked as a world, any other file by file. Without paths: `root`.
  public static func run(root: String, paths: [String] = []) -> ContentReport {
    let reports = (paths.isEmpty ? [root] : paths).map { report(on: $0, root: root) }
    guard reports.count > 1 else { return reports[0] }
    return ContentReport(
      files: reports.flatMap(\.files), findings: reports.flatMap(\.findings),
      verdicts: reports.flatMap(\.verdicts))
  }

  private static func report(on path: String, root: String) -> ContentReport {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      let log = FindingLog(file: path)
      log.error("", "\(quoted(path)) does not exist.", "Correct the path.")
      return ContentReport(files: [path], findings: log.findings)
    }
    if isFolder { return folder(path) }
    // A file of the world is checked within it, so that its tilesets are found and not outside.
    if let inside = FilePath(path, below: root) { return file(inside, in: root) }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    guard let file = FilePath(String(parts.last ?? "")) else { return self.folder(path) }
    return self.file(file, in: parts.count == 1 ? "." : folder.isEmpty ? "/" : folder)
  }

  private static func file(_ file: FilePath, in root: String) -> ContentReport {
    let source = ContentSource(root: root)
    var kind = "the world"
    if file == WorldManifest.file {
      checkWorld(source)
    } else {
      kind = FileCheck(source: source).check(file).rawValue
    }
    let report = source.report
    return report.with([
      FileVerdict(file: file.description, kind: kind, isGood: report.isGood)
    ])
  }

  private static func folder(_ path: String) -> ContentReport {
    let source = ContentSource(root: path)
    if FileManager.default.fileExists(atPath: path + "/" + WorldManifest.file.description) {
      checkWorld(source)
      return source.report
    }
    let files = FolderListing.files(in: path).filter { FileCheck.formats.contains($0.format) }
    let kinds = files.map { FileCheck(source: source).check($0) }
    guard !files.isEmpty else {
      let log = FindingLog(file: path)
      log.error(
        "", "The folder holds no \(WorldManifest.file) and no maps.",
        "Name the folder that holds \(WorldManifest.file), or a map.")
      return ContentReport(files: [path], findings: log.findings)
    }
    let verdicts = zip(files, kinds).map { file, kind in
      FileVerdict(
        file: file.description, kind: kind.rawValue, isGood: source.log(of: file).errors == 0)
    }
    return source.report.with(verdicts)
  }

  /// The world, and the maps in its folder that it does not list.
  private static func checkWorld(_ source: ContentSource) {
    _ = WorldReader(source: source).read()
    let read = Set(source.report.files)
    for file in FolderListing.files(in: source.root)
    where FileCheck.formats.contains(file.format) && !read.contains(file.description) {
      guard FileCheck(source: source).check(file) == .map else { continue }
      source.log(of: file).warning(
        "", "\(WorldManifest.file) does not list this map, so nobody can go there.",
        "Add it to 'maps' in \(WorldManifest.file), or remove the file.")
    }
  }
}
