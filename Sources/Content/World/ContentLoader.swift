/// Loads a world for a process to run with: all of it, or none.
public enum ContentLoader {
  /// The content in the folder `root`, which holds `world.json`.
  ///
  /// - Throws: `ContentError.refused` with the report of everything that is wrong.
  public static func load(root: String) throws(ContentError) -> GameContent {
    let source = ContentSource(root: root)
    guard let content = WorldReader(source: source).read() else {
      throw .refused(source.report)
    }
    return content
  }
}
