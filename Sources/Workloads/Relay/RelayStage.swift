import CWorkloads
import Cluster
import Gateway
import Logging
import Model
import NIOCore
import NIOPosix
import Storage
import Synchronization
import Wire

/// A gateway as a process runs it – TCP listener, sessions, mesh, storage – and an echo of a shard
/// behind the mesh; each on an event loop of its own.
package final class RelayStage: Sendable {
  /// The gateway's TCP port.
  package let port: Int
  /// Everything of the gateway runs here.
  package let gatewayLoop: any EventLoop
  let shardLoop: any EventLoop

  private let groups: [MultiThreadedEventLoopGroup]
  private let gateway: GatewayServer
  private let listener: GatewayListener
  private let shard: EchoShard
  private let meshes: [Mesh]
  private let running: [Task<Void, any Error>]
  private let beat: RepeatedTask

  /// - Parameters:
  ///   - store: where the guests are kept; whoever opened it closes it.
  ///   - core: the processor of both event loops; nil: any.
  package init(store: any Store, core: Int32?) async throws {
    groups = [1, 1].map { MultiThreadedEventLoopGroup(numberOfThreads: $0) }
    (gatewayLoop, shardLoop) = (groups[0].next(), groups[1].next())
    if let core {
      for group in groups { try await group.next().submit { workload_pin_thread(core) }.get() }
    }
    let shard = EchoShard()
    let inbox = Inbox()
    let outer = Self.mesh(.gateway(Self.gatewayID), on: groups[0]) { inbox.receive($0, from: $1) }
    let inner = Self.mesh(.shard(EchoShard.id), on: groups[1]) { shard.receive($0, from: $1) }
    shard.answer(through: inner)
    gateway = try Self.gateway(on: groups[0], through: outer, store: store)
    inbox.open(gateway)
    self.shard = shard
    meshes = [outer, inner]
    running = try await Self.link(outer, inner)
    listener = try await gateway.listen()
    port = listener.tcpPort
    let period = TimeAmount.milliseconds(Self.beatMilliseconds)
    beat = shardLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
      shard.showAll(to: .gateway(Self.gatewayID))
    }
  }

  private static let beatMilliseconds: Int64 = 200

  package func close() async {
    beat.cancel()
    await gateway.drain(listener)
    shard.answer(through: nil)
    for task in running { task.cancel() }
    for task in running { _ = await task.result }
    for group in groups { try? await group.shutdownGracefully() }
  }

  /// Has the shard show something to all its players, as at the end of a tick. It does so by itself
  /// now and then.
  package func showAll() { shard.showAll(to: .gateway(Self.gatewayID)) }

  /// How many updates of players the shard has sent.
  package var updatesSent: UInt64 { shard.updatesSent }

  private static let gatewayID = GatewayID(1)
  package static let map = MapID(1)
  private static let secondsUntilLinkedMax = 10

  /// Takes what comes over the gateway's mesh, which is there before the gateway.
  private final class Inbox: Sendable {
    private let gateway = Mutex<GatewayServer?>(nil)

    func open(_ gateway: GatewayServer) { self.gateway.withLock { $0 = gateway } }

    func receive(_ messages: [ClusterMessage], from node: NodeID) {
      gateway.withLock { $0 }?.receive(messages, from: node)
    }
  }
}

extension RelayStage {
  private static let quiet = Logger(label: "pangea.bench") { _ in SwiftLogNoOpLogHandler() }

  private static func mesh(
    _ node: NodeID, on group: any EventLoopGroup, _ handler: @escaping Mesh.Handler
  ) -> Mesh {
    guard let name = ClusterName("bench") else { preconditionFailure("the name is allowed") }
    return Mesh(
      node: node, incarnation: Incarnation(1), cluster: name,
      options: MeshOptions(host: "127.0.0.1", port: 0), group: group, logger: quiet,
      handler: handler)
  }

  private static func gateway(
    on group: any EventLoopGroup, through mesh: Mesh, store: any Store
  ) throws -> GatewayServer {
    let grid = RegionGrid(map: map, columns: 1, rows: 1, edgeUnits: 1_024, viewRadiusUnits: 320)
    var configuration = GatewayConfiguration(
      id: gatewayID, maps: [map: WorldMap(name: "Bench", grid: grid)],
      starts: [StartPlace(map: map, position: Position(unitsX: 100, unitsY: 100))],
      wallClock: { 1_700_000_000_000 })
    configuration.limits = limits
    return try GatewayServer(
      configuration, group: group, store: store,
      links: GatewayLinks(
        send: { mesh.send($0, to: $1) == .queued },
        sendBatch: { mesh.send($0, to: $1) == .queued },
        owner: { _ in Cluster.RegionOwner(shard: EchoShard.id, epoch: EchoShard.epoch) },
        heardEpoch: { _, _ in }),
      logger: quiet)
  }

  /// Clients that send as fast as they can are what is measured here.
  private static var limits: GatewayLimits {
    var limits = GatewayLimits()
    let unlimited = 100_000_000
    limits.probesPerSecondMax = unlimited
    limits.probesBurstMax = unlimited
    limits.messagesPerSecondMax = unlimited
    limits.messagesBurstMax = unlimited
    limits.bytesPerSecondMax = unlimited
    limits.bytesBurstMax = 1_000 * unlimited
    limits.lingerMillisecondsMax = 100
    return limits
  }

  /// Runs both meshes until each is linked to the other.
  private static func link(_ outer: Mesh, _ inner: Mesh) async throws -> [Task<Void, any Error>] {
    let gateway = MeshPeer(
      node: .gateway(gatewayID), incarnation: Incarnation(1),
      address: NodeAddress(host: "127.0.0.1", port: try await outer.listen()))
    let shard = MeshPeer(
      node: .shard(EchoShard.id), incarnation: Incarnation(1),
      address: NodeAddress(host: "127.0.0.1", port: try await inner.listen()))
    let tasks = [outer, inner].map { mesh in Task { try await mesh.run() } }
    for mesh in [outer, inner] { mesh.update(peers: [gateway, shard]) }
    for _ in 0..<(secondsUntilLinkedMax * 100) {
      if outer.isLinked(shard.node), inner.isLinked(gateway.node) { return tasks }
      try await Task.sleep(for: .milliseconds(10))
    }
    for task in tasks { task.cancel() }
    throw WorkloadError.failed("Gateway and shard did not find each other.")
  }
}
