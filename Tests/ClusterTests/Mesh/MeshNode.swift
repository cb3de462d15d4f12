import Cluster
import Model
import NIOCore
import NIOPosix
import Wire

/// One mesh of a test, with everything it heard.
final class MeshNode: Sendable {
  let id: NodeID
  let incarnation: Incarnation
  let mesh: Mesh
  let port: Int
  let heard = Recorder<(NodeID, UInt64)>()
  /// The numbers of inputs that were heard.
  let inputs = Recorder<UInt64>()
  let frames = Recorder<Int>()
  let changes = Recorder<MeshLinkChange>()

  init(
    _ id: NodeID, incarnation: UInt64 = 1, cluster: String = "test",
    _ adjust: (inout MeshOptions) -> Void = { _ in }
  ) async throws {
    var options = MeshOptions(host: "127.0.0.1", port: 0)
    options.keepaliveInterval = .milliseconds(50)
    adjust(&options)
    self.id = id
    self.incarnation = Incarnation(incarnation)
    let (heard, inputs, frames, changes) = (heard, inputs, frames, changes)
    mesh = Mesh(
      node: id, incarnation: self.incarnation,
      cluster: ClusterName(cluster) ?? { preconditionFailure() }(), options: options,
      group: MultiThreadedEventLoopGroup.singleton, logger: quiet
    ) { messages, node in
      frames.append(messages.count)
      inputs.append(
        contentsOf: messages.compactMap { message in
          if case .input(let input) = message { return input.inputs.first?.sequence.rawValue }
          return nil
        })
      heard.append(
        contentsOf: messages.compactMap { message in
          if case .probe(let probe) = message { return (node, probe.nonce) }
          return nil
        })
    }
    mesh.observe { changes.append($0) }
    port = try await mesh.listen()
  }

  var peer: MeshPeer {
    MeshPeer(
      node: id, incarnation: incarnation, address: NodeAddress(host: "127.0.0.1", port: port))
  }

  var run: @Sendable () async throws -> Void { { try await self.mesh.run() } }

  /// The numbers heard of one node, in order.
  func numbers(from node: NodeID) -> [UInt64] {
    heard.elements.filter { $0.0 == node }.map(\.1)
  }

  func send(_ number: UInt64, to node: NodeID) -> MeshSendOutcome {
    mesh.send(Self.message(number), to: node)
  }

  static func input(_ number: UInt64) -> ClusterMessage {
    .input(
      SessionInput(
        session: SessionAddress(
          character: CharacterID(1), generation: SessionGeneration(1), gateway: GatewayID(1)),
        region: RegionID(rawValue: 1), epoch: Epoch(1), base: InputSequence(1),
        inputs: [PlayerInput(sequence: InputSequence(number), motion: .stand)]))
  }

  static func message(_ number: UInt64) -> ClusterMessage {
    .probe(
      SessionProbe(
        character: CharacterID(1), region: RegionID(rawValue: 1), nonce: number,
        gateway: GatewayID(1)))
  }
}

/// A mesh's counterpart made by hand: it answers the hello as told and then does nothing.
final class RawPeer: Sendable {
  private let server: any Channel
  private let accepted = Recorder<any Channel>()

  /// - Parameter hello: sent to whoever connects; nil: nothing is ever sent or read.
  init(hello: MeshHello?) async throws {
    let accepted = accepted
    server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.socketOption(.so_rcvbuf), value: 4096)
      .childChannelInitializer { channel in
        accepted.append(channel)
        guard let hello else { return channel.eventLoop.makeSucceededVoidFuture() }
        var buffer = ByteBuffer()
        LengthPrefixedFrame.write(to: &buffer) { ClusterCodec.append(.hello(hello), to: &$0) }
        let greeting = buffer
        return channel.eventLoop.submit {
          channel.eventLoop.execute { channel.writeAndFlush(greeting, promise: nil) }
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  var connections: Int { accepted.elements.count }

  var port: Int { server.localAddress?.port ?? 0 }

  func close() async {
    try? await server.close().get()
    for channel in accepted.elements { try? await channel.close().get() }
  }
}

/// A connection to a mesh's port that says whatever a test wants.
struct RawCaller {
  let channel: any Channel

  init(to port: Int) async throws {
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port).get()
  }

  func send(_ messages: [ClusterMessage]) async throws {
    var buffer = ByteBuffer()
    LengthPrefixedFrame.write(to: &buffer) { body in
      for message in messages { ClusterCodec.append(message, to: &body) }
    }
    try await channel.writeAndFlush(buffer).get()
  }

  func send(bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
  }

  /// Returns when the other side has closed.
  func closed() async throws { try await channel.closeFuture.get() }

  func close() async { try? await channel.close().get() }
}
