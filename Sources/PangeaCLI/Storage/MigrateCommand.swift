import ArgumentParser
import Storage

/// `pangea migrate`: brings the schema of the storage up or down.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Show or change the version of the storage's schema.",
    subcommands: [Status.self, Up.self, Down.self], defaultSubcommand: Status.self)

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say which version there is.")

    @OptionGroup var options: StorageOptions

    func run() async throws { try await options.migrate(options.existing()) { _ in } }
  }

  struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Go up, to the latest version.")

    @OptionGroup var options: StorageOptions

    @Option(help: "The version to reach.")
    var to: Int?

    func run() async throws {
      try await options.migrate(options.location()) { store in
        let before = try await store.schemaStatus().current
        guard (to ?? .max) >= before else {
          throw ValidationError("--to \(to ?? 0) is below version \(before): use migrate down.")
        }
        try await store.migrate(to: to)
      }
    }
  }

  struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Go down; loses the data of the steps taken back.")

    @OptionGroup var options: StorageOptions

    @Option(help: "The version to reach; 0 empties the storage.")
    var to: Int

    func run() async throws {
      let location = try options.existing()
      try options.checkUnused(location)
      try await options.migrate(location) { store in
        let before = try await store.schemaStatus().current
        guard to <= before else {
          throw ValidationError("--to \(to) is above version \(before): use migrate up.")
        }
        try await store.migrate(to: to)
      }
    }
  }
}

extension StorageOptions {
  /// Opens the storage as it is, does something, and says what version it has then.
  fileprivate func migrate(
    _ location: StoreLocation, _ work: (any Store) async throws -> Void
  ) async throws {
    let store = try await location.open(schema: .ignore)
    let status: SchemaStatus
    do {
      try await work(store)
      status = try await store.schemaStatus()
    } catch {
      await store.close()
      throw error
    }
    await store.close()
    let document = SchemaDocument(status)
    try show(document, document.lines)
  }
}

/// The result of `pangea migrate`, as `pangea.schema/1`.
private struct SchemaDocument: Encodable {
  struct Step: Encodable {
    var version: Int
    var name: String
    /// Milliseconds since 1970; null when it is pending.
    var applied: Int64?
  }

  var schema = "pangea.schema/1"
  var version: Int
  var latest: Int
  var steps: [Step]

  init(_ status: SchemaStatus) {
    version = status.current
    latest = status.latest
    steps = status.steps.map { Step(version: $0.version, name: $0.name, applied: $0.appliedAt) }
  }

  var lines: [String] {
    ["schema version \(version), latest \(latest)"]
      + steps.map { "  \($0.version) \($0.name): \($0.applied.map(timestamp) ?? "pending")" }
  }
}
