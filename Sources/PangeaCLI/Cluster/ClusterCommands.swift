import ArgumentParser
import Foundation
import Supervisor

/// The data folder of the cluster that a command acts on.
struct ClusterFolder: ParsableArguments {
  @Option(help: "The data folder of the cluster.")
  var data = "data"

  var folder: DataFolder { DataFolder(path: data) }
}

/// `pangea ps`: what runs.
struct PsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps", abstract: "List the processes of the cluster.")

  @OptionGroup var cluster: ClusterFolder

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let table = ProcessTable(try cluster.folder.running())
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(table), as: UTF8.self))
    } else {
      print(table.text)
    }
  }
}

/// `pangea kill`: a signal to one process.
struct KillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "Send a signal to one process of the cluster.")

  @Argument(help: "Its name, as in `pangea ps`: shard-2.")
  var name: String

  @Option(help: "The signal: KILL, TERM, STOP, CONT, …")
  var signal = "KILL"

  @OptionGroup var cluster: ClusterFolder

  func run() async throws {
    let signal = try Signal(name: signal)
    let pid = try cluster.folder.running().send(signal, to: name)
    print("sent \(signal) to \(name) (pid \(pid))")
  }
}

/// `pangea scale`: more or fewer processes of a role.
struct ScaleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale", abstract: "Change how many shards the cluster has.")

  enum Scalable: String, ExpressibleByArgument, CaseIterable { case shards }

  @Argument(help: "What: shards.")
  var what: Scalable

  @Argument(help: "How many.")
  var count: Int

  @OptionGroup var cluster: ClusterFolder

  func validate() throws {
    guard (1...SupervisorLimits.shardsMax).contains(count) else {
      throw ValidationError("There are 1 ... \(SupervisorLimits.shardsMax) shards.")
    }
  }

  func run() async throws {
    print(try await ControlClient(folder: cluster.folder).scale(shards: count))
  }
}
