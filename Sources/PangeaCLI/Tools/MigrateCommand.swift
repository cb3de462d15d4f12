import ArgumentParser
import Storage

/// `pangea migrate`: brings the schema of the storage up or down.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Show or change the version of the storage's schema.",
    subcommands: [Status.self, Up.self, Down.self], defaultSubcommand: Status.self)

  struct Options: ParsableArguments {
    @Option(help: "Where the durable data is: sqlite, sqlite:PATH or postgres://….")
    var storage: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Opens the storage as it is, does something, and says what version it has then.
    func run(_ work: (any Store) async throws -> Void) async throws {
      let location = try StoreLocation(checking: try Setting.storage.required(storage))
      let store = try await location.open(schema: .ignore)
      try await work(store)
      let status = try await store.schemaStatus()
      await store.close()
      print(
        json
          ? #"{"version":\#(status.current),"latest":\#(status.latest)}"#
          : "schema version \(status.current), latest \(status.latest)")
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say which version there is.")

    @OptionGroup var options: Options

    func run() async throws { try await options.run { _ in } }
  }

  struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Go up, to the latest version.")

    @OptionGroup var options: Options

    @Option(help: "The version to reach.")
    var to: Int?

    func run() async throws {
      try await options.run { try await $0.migrate(to: to) }
    }
  }

  struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Go down; loses the data of the steps taken back.")

    @OptionGroup var options: Options

    @Option(help: "The version to reach; 0 empties the storage.")
    var to: Int

    func run() async throws {
      try await options.run { try await $0.migrate(to: to) }
    }
  }
}
