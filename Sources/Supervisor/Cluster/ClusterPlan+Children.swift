/// How each role is started; the flags are those of `pangea shard`, `gateway`, `admin` and `bots`.
extension ClusterPlan {
  func shard(_ number: Int) -> ChildSpecification {
    node(
      .shard, number, environment: shared, arguments: contentArguments + ["--predecessor-exited"])
  }

  func gateway(_ number: Int) -> ChildSpecification {
    node(
      .gateway, number, environment: shared,
      arguments: contentArguments + [
        "--bundle", settings.data.bundle,
        "--bind", settings.bind,
        "--port", "\(settings.ports.play(ofGateway: number))",
        "--tcp-port", "\(settings.ports.tcp(ofGateway: number))",
      ])
  }

  func adminNode() -> ChildSpecification {
    let credentials = ["PANGEA_ADMIN_USER": admin.user, "PANGEA_ADMIN_PASSWORD": admin.password]
    return node(
      .admin, 1, environment: shared.merging(credentials) { $1 },
      arguments: ["--bind", settings.bind, "--port", "\(settings.ports.admin)"])
  }

  func bots() -> ChildSpecification {
    let addresses = document().gateways.flatMap { gateway in
      ["--addr", "ws" + gateway.play.dropFirst("http".count) + "play"]
    }
    return ChildSpecification(
      name: "bots", role: .bots, executable: settings.executable,
      arguments: ["bots", "--count", "\(settings.bots)", "--seconds", "0"] + addresses
        + logArguments
    )
  }

  /// A member of the mesh.
  private func node(
    _ role: Role, _ number: Int, environment: [String: String], arguments: [String]
  ) -> ChildSpecification {
    let name = "\(role.rawValue)-\(number)"
    guard let ports = privatePorts[name] else { preconditionFailure("\(name) has no ports") }
    return ChildSpecification(
      name: name, role: role, executable: settings.executable,
      arguments: [
        role.rawValue, "--number", "\(number)", "--cluster", settings.name,
        "--mesh-host", "127.0.0.1", "--mesh-port", "\(ports.mesh)",
        "--operator-port", "\(ports.operators)",
      ] + arguments + logArguments,
      environment: environment, readiness: .http(port: ports.operators),
      operatorPort: ports.operators)
  }

  private var shared: [String: String] {
    ["PANGEA_REDIS": redisURL, "PANGEA_STORAGE": storageURL]
  }

  private var contentArguments: [String] { settings.content.map { ["--content", $0] } ?? [] }

  private var logArguments: [String] {
    ["--log-level", settings.logLevel, "--log-format", "text"]
  }
}
