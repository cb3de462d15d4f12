/// Where the data lives, as `--storage` names it.
public enum StoreLocation: Hashable, Sendable {
  /// An SQLite database file, shared by all processes of one machine.
  case sqlite(path: String)

  /// The file's name when only a folder is given.
  public static let fileName = "pangea.sqlite"

  /// Reads `sqlite` (a file in `dataFolder`), `sqlite:PATH`, `sqlite:///ABSOLUTE/PATH` or a plain
  /// path. `postgres://…` is refused with `StorageError.notBuilt`, anything else with `invalid`.
  public static func parse(
    _ text: String, dataFolder: String = "data"
  ) throws(StorageError) -> StoreLocation {
    let lowered = text.lowercased()
    if lowered == "sqlite" { return .sqlite(path: dataFolder + "/" + fileName) }
    if lowered.hasPrefix("postgres:") || lowered.hasPrefix("postgresql:") {
      throw .notBuilt(
        reason: "PostgreSQL storage is not built yet: use `sqlite` or `sqlite:///path`.")
    }
    if lowered.hasPrefix("sqlite:") {
      let rest = text.dropFirst("sqlite:".count)
      guard rest.hasPrefix("//") else { return .sqlite(path: try checked(String(rest))) }
      guard rest.hasPrefix("///") else {
        throw .invalid(reason: "a storage URL has three slashes before an absolute path")
      }
      return .sqlite(path: try checked(String(rest.dropFirst(2))))
    }
    // The text is not repeated: a mistyped URL may hold a password.
    guard !text.contains("://") else {
      throw .invalid(reason: "the storage URL's scheme is neither sqlite nor postgres")
    }
    return .sqlite(path: try checked(text))
  }

  private static func checked(_ path: String) throws(StorageError) -> String {
    guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0), path != ":memory:" else {
      throw .invalid(reason: "the storage needs the path of a database file")
    }
    return path
  }

  /// Opens the store. See `SQLiteStore.open`.
  public func open(schema: SchemaPolicy = .migrate) async throws(StorageError) -> any Store {
    switch self {
    case .sqlite(let path): try await SQLiteStore.open(path: path, schema: schema)
    }
  }
}
