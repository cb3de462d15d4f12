/// Where the data lives, as `--storage` names it.
public enum StoreLocation: Hashable, Sendable {
  /// An SQLite database file, shared by all processes of one machine.
  case sqlite(path: String)
  /// A PostgreSQL database, shared by the processes of many machines.
  case postgreSQL(PostgreSQLLocation)

  /// The file's name when only a folder is given.
  public static let fileName = "pangea.sqlite"

  /// Reads `sqlite` (a file in `dataFolder`), `sqlite:PATH`, `sqlite:///ABSOLUTE/PATH`, a plain path,
  /// or `postgres://…` as `PostgreSQLLocation` does. Anything else is `StorageError.invalid`.
  public static func parse(
    _ text: String, dataFolder: String = "data"
  ) throws(StorageError) -> StoreLocation {
    let lowered = text.lowercased()
    if lowered == "sqlite" { return .sqlite(path: dataFolder + "/" + fileName) }
    for scheme in ["postgres:", "postgresql:"] where lowered.hasPrefix(scheme) {
      return .postgreSQL(
        try PostgreSQLLocation(url: "postgresql:" + text.dropFirst(scheme.count)))
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

  /// Opens the store. See `SQLiteStore.open` and `PostgreSQLStore.open`.
  public func open(schema: SchemaPolicy = .migrate) async throws(StorageError) -> any Store {
    switch self {
    case .sqlite(let path): try await SQLiteStore.open(path: path, schema: schema)
    case .postgreSQL(let location): try await PostgreSQLStore.open(location, schema: schema)
    }
  }
}
