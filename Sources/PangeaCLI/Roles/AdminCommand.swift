import AdminAPI
import ArgumentParser
import Cluster
import Foundation
import Model
import NIOCore
import ServiceLifecycle
import Telemetry

/// `pangea admin`: what GMs and operators ask of the whole cluster.
struct AdminCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin", abstract: "Run an admin process: the view of the whole cluster.",
    discussion: """
      Credentials come from PANGEA_ADMIN_USER and PANGEA_ADMIN_PASSWORD alone; without them nobody \
      gets in.
      """)

  @OptionGroup var options: RoleOptions

  @Option(help: "The address that GMs reach.")
  var bind: String?

  @Option(help: "The port of the admin API; 0: any free one.")
  var port: String?

  func run() async throws {
    let settings = try options.resolved()
    let host = try Setting.bind.required(bind)
    let port = try Setting.adminPort.number(port, in: 0...65_535)
    let runtime = RoleRuntime(settings, node: .admin(AdminID(settings.number)))
    let role = try await AdminRole(host: host, port: port, runtime: runtime)
    try await runtime.run(role.services)
    try await runtime.group.shutdownGracefully()
  }
}
