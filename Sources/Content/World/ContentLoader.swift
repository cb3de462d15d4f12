import FoundationEssentials

/// Loads a world for a process to run with: all of it, or none.
public enum ContentLoader {
  /// The content in the folder `root`, which holds `world.json`.
  ///
  /// - Throws: `ContentError.refused` with the report of everything that is wrong.
  public static func load(root: String) throws(ContentError) -> GameContent {
    let manifest = WorldManifest.file.description
    // Which folder it is depends on where the process was started: it is named.
    guard FileManager.default.fileExists(atPath: root + "/" + manifest) else {
      let log = FindingLog(file: root)
      log.error("", "There is no \(manifest) in this folder.", "Name the folder of the content.")
      throw .refused(ContentReport(files: [root], findings: log.findings))
    }
    let source = ContentSource(root: root)
    guard let content = WorldReader(source: source).read() else {
      throw .refused(source.report)
    }
    return content
  }
}
