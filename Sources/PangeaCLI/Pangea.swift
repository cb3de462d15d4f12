import ArgumentParser

/// The one executable: every role of a cluster and every tool is a verb of it.
@main
struct Pangea: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pangea",
    abstract: "The server of a seamless online world.",
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "A cluster on this machine:",
        subcommands: [UpCommand.self, PsCommand.self, KillCommand.self, ScaleCommand.self]),
      CommandGroup(
        name: "Roles:", subcommands: [ShardCommand.self, GatewayCommand.self, AdminCommand.self]),
      CommandGroup(
        name: "Tools:",
        subcommands: [
          BotsCommand.self, ContentCommand.self, MigrateCommand.self, SimCommand.self,
          BenchCommand.self,
          SettingsCommand.self,
        ]),
    ])
}

/// What `pangea --version` says.
enum Version {
  static let text = "0.1.0"
}
