import ArgumentParser
import Foundation
import NIOCore
import Supervisor

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
          BotsCommand.self, ContentCommand.self, MigrateCommand.self, BackupCommand.self,
          RestoreCommand.self, StaffCommand.self, PlaceCommand.self,
          SimCommand.self, CheckCommand.self, BenchCommand.self, SettingsCommand.self,
        ]),
    ])
}

extension Pangea {
  /// Runs one command and ends with the status that scripts rely on: 0 good, 1 a verdict failed,
  /// 2 the command was wrong, 3 something could not start or be reached.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(error)
    }
  }

  private static func end(_ error: any Error) -> Never {
    if let status = error as? ExitCode { exit(withError: status) }
    if let error = error as? FailedVerdict { end("pangea: \(error)", status: 1) }
    if let error = error as? SupervisorError { end("pangea: \(error)", status: error.exitStatus) }
    switch exitCode(for: error) {
    case .success: exit(withError: error)  // help and version
    case .validationFailure: end(fullMessage(for: error), status: 2)
    default: end("pangea: \(sentence(error))", status: 3)
    }
  }

  private static func sentence(_ error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return "A port or a connection failed: \(String(cString: strerror(error.errnoCode)))."
  }

  private static func end(_ text: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
    exit(withError: ExitCode(status))
  }
}

/// What was looked at is bad; the reason is a sentence.
struct FailedVerdict: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What `pangea --version` says.
enum Version {
  static let text = "0.1.0"
}
