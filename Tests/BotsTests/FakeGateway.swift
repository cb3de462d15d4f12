import Model
import NIOCore
import NIOPosix
import Wire

@testable import Bots

/// A gateway with one fault, for either transport, on an ephemeral port of the loopback.
final class FakeGateway: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let transport: BotAddress.Transport

  init(_ transport: BotAddress.Transport, fault: FakeFault?) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let town = try await loop.submit { NIOLoopBound(FakeTown(fault: fault), eventLoop: loop) }.get()
    channel = try await ServerBootstrap(group: loop)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            FakeConnection(town: town.value, transport: transport))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.group = group
    self.transport = transport
  }

  var address: BotAddress {
    BotAddress(transport: transport, host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
  }

  func stop() async throws { try await group.shutdownGracefully() }

  /// Runs a small swarm against a gateway with this fault.
  static func swarm(
    _ transport: BotAddress.Transport, fault: FakeFault?, count: Int = 2, seconds: Double = 4,
    cross: Bool = false
  ) async throws -> BotsReport {
    let gateway = try await FakeGateway(transport, fault: fault)
    let configuration = BotsConfiguration(
      addresses: [gateway.address], count: count, seconds: seconds, cross: cross, seed: 7,
      inputsPerSecond: 20, settleSeconds: 2)
    let report = await BotSwarm.run(configuration)
    try await gateway.stop()
    return report
  }
}

/// All characters of a `FakeGateway`.
final class FakeTown {
  let fault: FakeFault?
  private var characters: [FakeCharacter] = []
  private var lastID: UInt64 = 0
  var refusalsLeft: Int

  init(fault: FakeFault?) {
    self.fault = fault
    refusalsLeft = fault == .isFull ? .max : fault == .isFullAtFirst ? 3 : 0
  }

  func create() -> FakeCharacter {
    lastID += 1
    let character = FakeCharacter(id: lastID, fault: fault)
    characters.append(character)
    return character
  }

  func resume(_ token: [UInt8]) -> FakeCharacter? { characters.first { $0.token == token } }

  func forget(_ character: FakeCharacter) { characters.removeAll { $0 === character } }
}
