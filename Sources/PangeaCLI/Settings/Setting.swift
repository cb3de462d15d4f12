import ArgumentParser
import Foundation

/// One setting of a role: a flag, else an environment variable, else a default.
struct Setting: Sendable {
  /// Empty for a secret: arguments can be read by everybody on the machine.
  let flag: String
  let environment: String
  /// Empty: there is none, and the role does not start without a value or does without one.
  let fallback: String
  let help: String

  /// The value of the flag, else of the variable, else the default; nil when there is none.
  func value(_ flag: String?) -> String? {
    if let flag { return flag }
    if let value = ProcessInfo.processInfo.environment[environment], !value.isEmpty {
      return value
    }
    return fallback.isEmpty ? nil : fallback
  }

  /// The value, which must be there.
  func required(_ flag: String?) throws -> String {
    guard let value = value(flag) else {
      throw ValidationError("Give --\(self.flag) or set \(environment): \(help)")
    }
    return value
  }

  /// The value as a whole number in a range.
  func number(_ flag: String?, in range: ClosedRange<Int>) throws -> Int {
    let text = try required(flag)
    guard let number = Int(text), range.contains(number) else {
      throw ValidationError(
        "--\(self.flag) (\(environment)) is \(range.lowerBound) ... \(range.upperBound), not '\(text)'."
      )
    }
    return number
  }

  /// Whether a switch is on, by its flag or by `1` or `true` in the variable.
  func isOn(_ flag: Bool) -> Bool {
    flag || ["1", "true", "yes"].contains(value(nil)?.lowercased() ?? "")
  }
}

extension Setting {
  static let number = Setting(
    flag: "number", environment: "PANGEA_NUMBER", fallback: "1",
    help: "The number of this process among those of its role, from 1.")
  static let cluster = Setting(
    flag: "cluster", environment: "PANGEA_CLUSTER", fallback: "pangea",
    help: "The name that separates clusters on one Redis or network.")
  static let redis = Setting(
    flag: "redis", environment: "PANGEA_REDIS", fallback: "redis://127.0.0.1:6379",
    help: "Where Redis is: redis://[user:password@]host:port[/database], "
      + "redis+sentinel://[user:password@]host:port,…/master[/database] or "
      + "redis+cluster://[user:password@]host:port,….")
  static let storage = Setting(
    flag: "storage", environment: "PANGEA_STORAGE", fallback: "sqlite",
    help: "Where the durable data is: sqlite, sqlite:PATH or postgres://….")
  static let meshHost = Setting(
    flag: "mesh-host", environment: "PANGEA_MESH_HOST", fallback: "127.0.0.1",
    help: "The address on which other processes of the cluster reach this one.")
  static let meshAdvertise = Setting(
    flag: "mesh-advertise", environment: "PANGEA_MESH_ADVERTISE", fallback: "",
    help: "The host that others dial, when it is not the one bound.")
  static let meshPort = Setting(
    flag: "mesh-port", environment: "PANGEA_MESH_PORT", fallback: "0",
    help: "The port of the mesh; 0: any free one.")
  static let operatorHost = Setting(
    flag: "operator-host", environment: "PANGEA_OPERATOR_HOST", fallback: "127.0.0.1",
    help: "The address of health, readiness and metrics; keep it private.")
  static let operatorPort = Setting(
    flag: "operator-port", environment: "PANGEA_OPERATOR_PORT", fallback: "0",
    help: "The port of health, readiness and metrics; 0: any free one.")
  static let content = Setting(
    flag: "content", environment: "PANGEA_CONTENT", fallback: "GameData",
    help: "The folder of the world's content.")
  static let loops = Setting(
    flag: "loops", environment: "PANGEA_LOOPS", fallback: "1",
    help: "How many event loops, each a thread, serve regions or players.")
  static let predecessorExited = Setting(
    flag: "predecessor-exited", environment: "PANGEA_PREDECESSOR_EXITED", fallback: "",
    help: "Whoever starts this process vouches that earlier runs of it have exited.")
  static let regionPlayers = Setting(
    flag: "region-players-max", environment: "PANGEA_REGION_PLAYERS_MAX", fallback: "2000",
    help: "With so many players a region takes no newcomer: they wait in line. Of `pangea shard`.")
  static let bind = Setting(
    flag: "bind", environment: "PANGEA_BIND", fallback: "127.0.0.1",
    help: "The address that players or GMs reach.")
  static let port = Setting(
    flag: "port", environment: "PANGEA_PORT", fallback: "7777",
    help: "The public port: HTTP and, at /play, WebSocket.")
  static let tcpPort = Setting(
    flag: "tcp-port", environment: "PANGEA_TCP_PORT", fallback: "7778",
    help: "The port of length-prefixed TCP.")
  static let adminPort = Setting(
    flag: "port", environment: "PANGEA_ADMIN_PORT", fallback: "7780",
    help: "The port of the admin API, of `pangea admin`.")
  static let adminUser = Setting(
    flag: "", environment: "PANGEA_ADMIN_USER", fallback: "",
    help:
      "The first user of the admin API, a super admin without a second factor; without one only "
      + "accounts of staff get in.")
  static let adminPassword = Setting(
    flag: "", environment: "PANGEA_ADMIN_PASSWORD", fallback: "",
    help: "That user's password.")
  static let adminSecondFactor = Setting(
    flag: "second-factor", environment: "PANGEA_ADMIN_SECOND_FACTOR", fallback: "required",
    help: "required: accounts of staff without a second factor may only set one up; or optional.")
  static let adminForwarded = Setting(
    flag: "forwarded", environment: "PANGEA_ADMIN_FORWARDED", fallback: "",
    help: "Requests to the admin API come through a proxy that sets X-Forwarded-For and "
      + "X-Forwarded-Proto, and from nobody else.")
  static let bundle = Setting(
    flag: "bundle", environment: "PANGEA_BUNDLE", fallback: "",
    help: "The folder that `pangea content build` wrote, which clients get.")
  static let web = Setting(
    flag: "web", environment: "PANGEA_WEB", fallback: "Web/play",
    help: "The folder of the play client, served at /; without that folder a page says how to play."
  )
  static let console = Setting(
    flag: "console", environment: "PANGEA_CONSOLE", fallback: "Web/dist/console",
    help: "The folder of the console, served at /console/ of the admin port; without that folder a "
      + "page says how it is made.")
  static let origins = Setting(
    flag: "origins", environment: "PANGEA_ORIGINS", fallback: "",
    help: "Origins of web pages that may connect, separated by commas; else the same host alone.")
  static let certificate = Setting(
    flag: "tls-certificate", environment: "PANGEA_TLS_CERTIFICATE", fallback: "",
    help: "The certificate, with its chain, in PEM: with it players' ports speak TLS.")
  static let certificateKey = Setting(
    flag: "tls-key", environment: "PANGEA_TLS_KEY", fallback: "",
    help: "The certificate's private key, in PEM.")
  static let tokenKey = Setting(
    flag: "", environment: "PANGEA_TOKEN_KEY", fallback: "",
    help: "Signs session tokens of accounts: 32 characters or more, the same at all gateways; "
      + "without it they share a key in storage.")
  static let traceSample = Setting(
    flag: "trace-sample", environment: "PANGEA_TRACE_SAMPLE", fallback: "0.001",
    help: "Which share of ticks and of players' inputs is traced, 0 ... 1; 0: none by chance.")
  static let traceBudget = Setting(
    flag: "trace-budget", environment: "PANGEA_TRACE_BUDGET", fallback: "50",
    help: "A tick or a handoff that takes longer, in milliseconds, is traced; 0: none is.")
  static let otlp = Setting(
    flag: "otlp", environment: "PANGEA_OTLP", fallback: "",
    help: "The collector that gets spans by OTLP over HTTP: http://host:4318; without it none.")
  static let logLevel = Setting(
    flag: "log-level", environment: "PANGEA_LOG_LEVEL", fallback: "info",
    help: "trace, debug, info, notice, warning, error or critical.")
  static let logFormat = Setting(
    flag: "log-format", environment: "PANGEA_LOG_FORMAT", fallback: "json",
    help: "json, one object a line, or text for a terminal.")

  /// Every setting, in the order of the documentation.
  static let all: [Setting] = [
    number, cluster, redis, storage, content, meshHost, meshAdvertise, meshPort, operatorHost,
    operatorPort, loops, predecessorExited, regionPlayers, bind, port, tcpPort, adminPort,
    adminUser, adminPassword, adminSecondFactor, adminForwarded, bundle, web, console, origins,
    certificate, certificateKey, tokenKey, traceSample, traceBudget, otlp, logLevel, logFormat,
  ]
}
