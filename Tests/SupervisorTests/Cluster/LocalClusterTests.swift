import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Supervisor

/// A real Redis and real child processes; only the game is missing from them.
@Suite struct LocalClusterTests {
  @Test func aClusterStartsIsDescribedAndLeavesNothing() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch) { $0.bots = 1 }
      let before = try await running(settings) { cluster, document in
        #expect(document.ready)
        try await eventually { try settings.data.running().processes.count == 6 }
        let document = try settings.data.running()
        #expect(
          document.processes.map(\.name)
            == ["redis", "shard-1", "shard-2", "gateway-1", "admin-1", "bots"])
        #expect(document.processes.allSatisfy { isAlive($0.pid) && getpgid($0.pid) == $0.pid })
        #expect(document.addresses.metrics.count == 4)
        #expect(document.addresses.play == "http://127.0.0.1:\(settings.ports.play)/")
        return document
      }
      #expect(before.processes.allSatisfy { !isAlive($0.pid) })
      #expect(!FileManager.default.fileExists(atPath: "\(scratch)/data/up.json"))
      #expect(!FileManager.default.fileExists(atPath: "\(scratch)/data/up.sock"))
      let ends = text(of: "\(scratch)/stream").split(separator: "\n").filter {
        $0.contains("| ending")
      }
      #expect(
        ends.map { $0.split(separator: "ending ")[1] } == [
          "bots", "gateway-1", "shard-1, shard-2", "admin-1", "redis",
        ])
    }
  }

  @Test func secretsStandInNoArgument() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch)
      try await running(settings) { cluster, document in
        let password = try #require(document.redis.split(separator: ":").dropFirst().first)
          .split(separator: "@")[0]
        for process in document.processes {
          let arguments = text(of: "/proc/\(process.pid)/cmdline")
          #expect(!arguments.isEmpty)
          #expect(!arguments.contains(password))
          #expect(!arguments.contains(document.admin.password))
        }
        #expect(text(of: "\(scratch)/data/logs/shard-1.log").contains("storage sqlite:\(scratch)"))
      }
    }
  }

  @Test func whatIsKilledRunsAgainAtItsPlaces() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch)
      try await running(settings) { cluster, document in
        let metrics = document.addresses.metrics
        for name in ["shard-2", "gateway-1", "redis"] {
          let pid = try settings.data.running().send(.kill, to: name)
          try await eventually {
            let row = try settings.data.running().processes.first { $0.name == name }
            return row?.pid != pid && row?.state == .ready && row?.restarts == 1
          }
          #expect(!isAlive(pid))
        }
        #expect(try settings.data.running().addresses.metrics == metrics)
        let log = text(of: "\(scratch)/data/logs/shard-2.log")
        #expect(log.components(separatedBy: "--predecessor-exited").count == 3)
      }
    }
  }

  @Test func aSecondClusterOnTheSameFolderIsRefused() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch)
      try await running(settings) { cluster, document in
        let second = try await doubles(scratch)
        await #expect(
          throws: SupervisorError.alreadyRunning(path: settings.data.path, process: getpid())
        ) {
          try await LocalCluster(settings: second, stream: LogStream()).run()
        }
        #expect(try settings.data.running().ready)
      }
    }
  }

  @Test func shardsComeAndGo() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch)
      let plans = Plans()
      let hooks = ClusterHooks(
        prepare: { shards, _ in await plans.add("prepare \(shards)") })
      try await running(settings, hooks) { cluster, document in
        let client = ControlClient(folder: settings.data)
        _ = try await client.scale(shards: 4)
        let grown = try settings.data.running().processes.filter { $0.role == .shard }
        #expect(grown.map(\.name) == ["shard-1", "shard-2", "shard-3", "shard-4"])
        #expect(grown.allSatisfy { $0.state == .ready })
        _ = try await client.scale(shards: 1)
        let shrunk = try settings.data.running().processes.filter { $0.role == .shard }
        #expect(shrunk.map(\.pid) == [grown[0].pid])
        #expect(grown.dropFirst().allSatisfy { !isAlive($0.pid) })
        await #expect(throws: SupervisorError.refused("There can be 1 to 32 shards.")) {
          try await client.scale(shards: 0)
        }
      }
      #expect(await plans.all == ["prepare 2"])
    }
  }

  @Test func aShardThatDiesAtStartEndsTheClusterWithItsLastWords() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch) { try $0.behave("shard-2", "dies") }
      let error = await #expect(throws: SupervisorError.self) {
        try await LocalCluster(settings: settings, stream: try stream(scratch)).run()
      }
      guard case .diesAtStart("shard-2", 5, _, let words) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(words.last == "shard-2 cannot live like this")
      #expect(error?.exitStatus == 3)
      #expect(throws: SupervisorError.notRunning(path: settings.data.path)) {
        try settings.data.running()
      }
    }
  }

  @Test func aFailedPreparationEndsTheCluster() async throws {
    try await withScratch { scratch in
      struct Locked: Error, CustomStringConvertible { var description: String { "it is locked" } }
      let settings = try await doubles(scratch)
      let hooks = ClusterHooks(prepare: { _, _ in throw Locked() })
      await #expect(throws: SupervisorError.preparation("it is locked")) {
        try await LocalCluster(settings: settings, hooks: hooks, stream: try stream(scratch)).run()
      }
    }
  }

  @Test func stoppingWhileItStartsLeavesNothing() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch) { try $0.behave("shard-1", "neverReady") }
      let cluster = LocalCluster(settings: settings, stream: try stream(scratch))
      async let run: Void = cluster.run()
      var children: [UpDocument.Process] = []
      try await eventually {
        children = (try? settings.data.running().processes) ?? []
        return children.count == 5 && children.allSatisfy { $0.pid > 0 }
      }
      cluster.stop()
      try await run
      #expect(children.allSatisfy { !isAlive($0.pid) })
    }
  }

  @Test func aChildThatDoesNotListenIsEndedAfterTheTime() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch) {
        try $0.behave("shard-1", "ignoresTerminate")
        $0.drain = .milliseconds(300)
      }
      let document = try await running(settings) { cluster, document in
        _ = try document.send(try Signal(name: "STOP"), to: "shard-2")
        return document
      }
      #expect(document.processes.allSatisfy { !isAlive($0.pid) })
    }
  }

  @Test func aPortInUseIsTold() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch)
      let port = settings.ports.play + 3
      let other = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: port).get()
      await #expect(
        throws: SupervisorError.portTaken(port, purpose: "admin", address: "127.0.0.1")
      ) {
        try await LocalCluster(settings: settings, stream: try stream(scratch)).run()
      }
      try await other.close()
      let foreign = try await doubles(scratch) { $0.bind = "192.0.2.1" }
      await #expect(throws: SupervisorError.self) {
        try await LocalCluster(settings: foreign, stream: try stream(scratch)).run()
      }
    }
  }

  @Test func freePortsAreChosen() async throws {
    try await withScratch { first in
      try await withScratch { second in
        let settings = try await doubles(first) { $0.ports = PublicPorts(play: 0) }
        let others = try await doubles(second) { $0.ports = PublicPorts(play: 0) }
        try await running(settings) { _, one in
          try await running(others) { _, two in
            #expect(!one.addresses.play.contains(":0/") && !two.addresses.play.contains(":0/"))
            #expect(one.addresses.play != two.addresses.play)
          }
        }
      }
    }
  }

  @Test func redisMissingIsToldWithTheCure() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch) { $0.redisServer = "/nowhere/redis-server" }
      await #expect(throws: SupervisorError.redisMissing) {
        try await LocalCluster(settings: settings, stream: try stream(scratch)).run()
      }
      #expect("\(SupervisorError.redisMissing)".hasSuffix("sudo apt-get install redis-server"))
    }
  }

  @Test func everyChildDiesWithAKilledParent() async throws {
    try await withScratch { scratch in
      let settings = try await doubles(scratch)
      let output = open("\(scratch)/out", O_WRONLY | O_CREAT, 0o600)
      defer { close(output) }
      let parent = try await ChildProcess.start(
        executable: settings.executable,
        arguments: ["up", "--data", settings.data.path, "--port", "\(settings.ports.play)"],
        surroundings: .init(output: output, environment: ProcessInfo.processInfo.environment))
      try await eventually { (try? settings.data.running().processes.count) == 6 }
      let children = try settings.data.running().processes
      kill(parent.pid, SIGKILL)
      _ = await parent.exit()
      try await eventually { children.allSatisfy { !isAlive($0.pid) } }
      // The lock is free when the last thread of the last of them has ended, a little later.
      try await eventually { (try? settings.data.running()) == nil }
      #expect(throws: SupervisorError.notRunning(path: settings.data.path)) {
        try settings.data.running()
      }
      try await running(settings) { _, document in #expect(document.pid == getpid()) }
      #expect(text(of: "\(scratch)/stream").contains("did not end cleanly"))
    }
  }
}

/// What hooks were asked for.
private actor Plans {
  private(set) var all: [String] = []

  func add(_ plan: String) { all.append(plan) }
}

/// Settings for a cluster of doubles in a scratch folder, on ports that are free just now.
private func doubles(
  _ scratch: String, _ change: (inout ClusterSettings) throws -> Void = { _ in }
) async throws -> ClusterSettings {
  let content = "\(scratch)/content"
  try FileManager.default.createDirectory(atPath: content, withIntermediateDirectories: true)
  var settings = ClusterSettings(
    data: DataFolder(path: "\(scratch)/data"), executable: try roleDouble())
  settings.content = content
  settings.bots = 0
  settings.ports = try await .free(gateways: 2, on: settings.bind)
  try change(&settings)
  return settings
}

extension ClusterSettings {
  fileprivate func behave(_ name: String, _ behaviour: String) throws {
    let path = "\(content ?? "")/\(name).behaviour"
    try put(at: path, Data(behaviour.utf8))
  }
}

private func stream(_ scratch: String) throws -> LogStream {
  let descriptor = open("\(scratch)/stream", O_WRONLY | O_CREAT | O_APPEND, 0o600)
  try #require(descriptor >= 0)
  return LogStream(descriptor: descriptor)
}

/// Runs a cluster, does something once it is ready, and ends it.
@discardableResult
private func running<Result: Sendable>(
  _ settings: ClusterSettings, _ hooks: ClusterHooks = ClusterHooks(),
  _ body: (LocalCluster, UpDocument) async throws -> Result
) async throws -> Result {
  let (ready, became) = AsyncStream<UpDocument>.makeStream()
  var hooks = hooks
  hooks.ready = { became.yield($0) }
  let scratch = URL(fileURLWithPath: settings.data.path).deletingLastPathComponent().path
  let cluster = LocalCluster(settings: settings, hooks: hooks, stream: try stream(scratch))
  async let run: Void = {
    defer { became.finish() }
    try await cluster.run()
  }()
  var result: Swift.Result<Result, any Error>?
  for await document in ready {
    do {
      result = .success(try await body(cluster, document))
    } catch {
      result = .failure(error)
    }
    cluster.stop()
  }
  try await run
  return try #require(result).get()
}
