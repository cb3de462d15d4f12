import ArgumentParser
import Cluster
import Content
import FoundationEssentials
import Gateway
import Model
import NIOCore
import ServiceLifecycle
import Storage
import Telemetry

/// `pangea gateway`: holds the players' connections and routes their sessions.
struct GatewayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway", abstract: "Run a gateway: the process that players connect to.")

  @OptionGroup var options: RoleOptions

  @Option(help: "The address that players reach.")
  var bind: String?

  @Option(help: "The public port: HTTP and, at /play, WebSocket; 0: any free one.")
  var port: String?

  @Option(help: "The port of length-prefixed TCP; 0: any free one.")
  var tcpPort: String?

  @Option(help: "The folder that `pangea content build` wrote, which clients get.")
  var bundle: String?

  @Option(help: "The folder of the play client, served at /.")
  var web: String?

  @Option(help: "Origins of web pages that may connect, separated by commas.")
  var origins: String?

  @Option(help: "The certificate, with its chain, in PEM: with it players' ports speak TLS.")
  var tlsCertificate: String?

  @Option(help: "The certificate's private key, in PEM.")
  var tlsKey: String?

  func run() async throws {
    let settings = try options.resolved()
    let host = try Setting.bind.required(bind)
    let port = try Setting.port.number(port, in: 0...65_535)
    let tcpPort = try Setting.tcpPort.number(tcpPort, in: 0...65_535)
    let runtime = RoleRuntime(settings, node: .gateway(GatewayID(settings.number)))
    let content = try ContentLoader.load(root: settings.content)
    var configuration = GatewayConfiguration(
      id: GatewayID(settings.number), content: content,
      wallClock: { UInt64(WallClock.microseconds / 1_000) })
    configuration.incarnation = runtime.incarnation
    configuration.processOrders = { runtime.carryOut($0) }
    configuration.tracing = runtime.tracing
    configuration.http = .init(host: host, port: port)
    configuration.tcp = .init(host: host, port: tcpPort)
    configuration.contentDirectory = Setting.bundle.value(bundle)
    configuration.webDirectory = webDirectory
    configuration.hasSkills = !content.definitions.skills.isEmpty
    if let origins = Setting.origins.value(origins) {
      configuration.origins = .allowList(
        Set(origins.split(separator: ",").map { String($0) }))
    }
    configuration.certificate = try certificate()
    configuration.tokenKey = Setting.tokenKey.value(nil).map { Array($0.utf8) }
    let store = try await settings.storage.open()
    let role = try await GatewayRole(configuration, runtime: runtime, store: store)
    try await runtime.run(role.services)
    await store.close()
    try await runtime.group.shutdownGracefully()
  }
}

extension GatewayCommand {
  private func certificate() throws -> CertificateFiles? {
    let files = (
      certificate: Setting.certificate.value(tlsCertificate),
      key: Setting.certificateKey.value(tlsKey)
    )
    switch files {
    case (let certificate?, let key?):
      return CertificateFiles(certificate: certificate, key: key)
    case (nil, nil): return nil
    default:
      throw ValidationError("--tls-certificate and --tls-key belong together.")
    }
  }

  /// The default folder may be missing, where only the executable was installed; one that was asked
  /// for may not.
  private var webDirectory: String? {
    let folder = Setting.web.value(web)
    guard folder == Setting.web.fallback else { return folder }
    return folder.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  }
}

extension GatewayConfiguration {
  /// A gateway that serves this content.
  init(
    id: GatewayID, content: GameContent, wallClock: @escaping @Sendable () -> UInt64
  ) {
    self.init(
      id: id, maps: content.maps.mapValues { WorldMap(name: $0.name, grid: $0.regions) },
      starts: content.startPlaces.map {
        StartPlace(map: content.start.map, position: $0.position)
      },
      wallClock: wallClock)
    contentVersion = content.version.description
  }
}
