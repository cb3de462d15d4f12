import AdminAPI
import ArgumentParser
import Cluster
import Foundation
import Model
import NIOCore
import ServiceLifecycle
import Storage
import Telemetry

/// `pangea admin`: what GMs and operators ask of the whole cluster.
struct AdminCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin", abstract: "Run an admin process: the view of the whole cluster.",
    discussion: """
      Its first user comes from PANGEA_ADMIN_USER and PANGEA_ADMIN_PASSWORD; others are accounts of \
      staff, which `pangea staff` makes.
      """)

  @OptionGroup var options: RoleOptions

  @Option(help: "The address that GMs reach.")
  var bind: String?

  @Option(help: "The port of the admin API; 0: any free one.")
  var port: String?

  @Option(help: "Whether accounts of staff need a second factor: required or optional.")
  var secondFactor: String?

  @Flag(help: "Requests come through a proxy that sets X-Forwarded-For and X-Forwarded-Proto.")
  var forwarded = false

  @Option(help: "The folder of the console.")
  var console: String?

  func run() async throws {
    let settings = try options.resolved()
    let host = try Setting.bind.required(bind)
    let port = try Setting.adminPort.number(port, in: 0...65_535)
    let access = try accessSettings(settings)
    let runtime = RoleRuntime(settings, node: .admin(AdminID(settings.number)))
    let store = try await settings.storage.open()
    let role = try await AdminRole(
      host: host, port: port, settings: access,
      console: try ConsoleFolder.path(console).map { try ConsoleFiles(folder: $0) } ?? .none,
      runtime: runtime, store: store)
    try await runtime.run(role.services)
    await store.close()
    try await runtime.group.shutdownGracefully()
  }

  private func accessSettings(_ settings: RoleSettings) throws -> AccessSettings {
    let factor = try Setting.adminSecondFactor.required(secondFactor)
    guard ["required", "optional"].contains(factor) else {
      throw ValidationError(
        "--second-factor (\(Setting.adminSecondFactor.environment)) is required or optional, "
          + "not '\(factor)'.")
    }
    return AccessSettings(
      needsSecondFactor: factor == "required",
      isForwarded: Setting.adminForwarded.isOn(forwarded),
      issuer: "Pangea \(settings.cluster)")
  }
}
