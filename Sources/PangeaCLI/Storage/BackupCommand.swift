import ArgumentParser
import Storage

/// `pangea backup`: everything durable in one file, while the cluster runs.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the storage as it is at one moment into a file; the cluster may run.",
    discussion: """
      The file is the same for SQLite and PostgreSQL, and `pangea restore` fills either from it. It \
      holds hashes of passwords: only its owner can read it. A file of that name is replaced when \
      the new one is whole.
      """)

  @OptionGroup var options: StorageOptions

  @Argument(help: "The file to write.")
  var file: String

  func run() async throws {
    let store = try await options.existing().open(schema: .ignore)
    let summary: BackupSummary
    do {
      summary = try await store.backUp(to: file)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
    try options.show(BackupDocument(summary, file: file), BackupDocument.lines(summary))
  }
}

/// `pangea restore`: the storage from a file that `pangea backup` wrote.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Fill the storage from a backup, as a whole or not at all.",
    discussion: """
      The storage must be empty, or --force removes what is there. No cluster may run on it \
      meanwhile. The schema ends at its latest version.

      Exit status: 0 when it is done, 1 when the backup cannot be used, 3 when the storage could not \
      be reached.
      """)

  @OptionGroup var options: StorageOptions

  @Flag(help: "Remove what the storage holds.")
  var force = false

  @Argument(help: "The file to read.")
  var file: String

  func run() async throws {
    let location = try options.location()
    try options.checkUnused(location)
    let store = try await location.open(schema: .ignore)
    let summary: BackupSummary
    do {
      summary = try await store.restore(from: file, replacing: force)
    } catch {
      await store.close()
      if case StorageError.backupUnusable = error { throw FailedVerdict("\(error)") }
      throw error
    }
    await store.close()
    try options.show(BackupDocument(summary, file: file), BackupDocument.lines(summary))
  }
}

/// The result of `pangea backup` and `pangea restore`, as `pangea.backup/1`.
private struct BackupDocument: Encodable {
  var schema = "pangea.backup/1"
  var file: String
  var version: Int
  /// Milliseconds since 1970.
  var taken: Int64
  var rows: Int
  var tables: [String: Int]

  init(_ summary: BackupSummary, file: String) {
    self.file = file
    version = summary.schema
    taken = summary.takenAt
    rows = summary.rows
    tables = Dictionary(uniqueKeysWithValues: summary.tables.map { ($0.name, $0.rows) })
  }

  static func lines(_ summary: BackupSummary) -> [String] {
    ["schema version \(summary.schema), taken \(timestamp(summary.takenAt)), \(summary.rows) rows"]
      + summary.tables.map { "  \($0.name): \($0.rows)" }
  }
}
