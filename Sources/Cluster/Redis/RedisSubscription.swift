import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle

/// What a listener of a channel hears.
public enum RedisChannelEvent: Hashable, Sendable {
  /// Listening starts now, for the first time or again: whatever was published before may have been
  /// missed, so read what the channel is about.
  case subscribed
  case message([UInt8])
}

/// A connection of its own that listens to channels and is opened again whenever it breaks.
///
/// Redis forgets a message that nobody hears: after every `.subscribed` a listener has to look for
/// itself. The nodes of a Redis Cluster pass every message on to each other, so a connection that
/// stands stays, wherever the slot goes; a new one goes to the slot's owner, where there is no
/// detour.
public actor RedisSubscription: Service {
  public typealias Listener = @Sendable (RedisChannelEvent) -> Void

  private struct Connection {
    let channel: any Channel
    let endpoint: RedisEndpoint
    let number: UInt64
    var heard: BootTime
    /// Replies that are still to come before the answer whether this is the right server.
    var logInReplies: Int
    var isRight = false
    var subscribed = 0
  }

  private nonisolated let loop: any EventLoop
  public nonisolated let unownedExecutor: UnownedSerialExecutor
  private let address: RedisAddress
  private let finder: RedisFinder
  private let options: RedisClient.Options
  private let clock: any Clock
  private let logger: Logger
  private let listeners: [String: Listener]
  private let figures = RedisFigures()
  private let pulse: Pulse
  private var connection: Connection?
  private var connections: UInt64 = 0

  /// - Parameters:
  ///   - slot: in a Redis Cluster the owner of this one is preferred.
  ///   - listeners: by channel, called on `loop`; they must return at once.
  public init(
    address: RedisAddress, slot: RedisSlot = .first, on loop: any EventLoop,
    listeners: [String: Listener], options: RedisClient.Options = .init(),
    clock: any Clock = SystemClock(), logger: Logger
  ) {
    precondition(
      !listeners.isEmpty && listeners.count <= ClusterLimits.redisChannelsMax,
      "1 ... redisChannelsMax channels")
    self.address = address
    finder = RedisFinder(address, slot: slot, on: loop, timeout: options.connectTimeout)
    self.loop = loop
    self.unownedExecutor = loop.executor.asUnownedSerialExecutor()
    self.listeners = listeners
    self.options = options
    self.clock = clock
    self.logger = logger
    self.pulse = Pulse(on: loop)
  }

  /// Listens until the task is cancelled or the service shut down.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.keepListening() }
  }

  private func keepListening() async {
    var backoff = Backoff(
      first: BootTime.Span(options.backoffFirst), longest: BootTime.Span(options.backoffLongest),
      seed: UInt64(bitPattern: clock.now.microseconds))
    var told: RedisError?
    while !Task.isCancelled {
      do throws(RedisError) {
        try await listen {
          backoff.reset()
          told = nil
        }
      } catch {
        guard !Task.isCancelled else { return }
        figures.disconnects.increment()
        logger.log(
          level: told == error ? .debug : .info, "not listening to Redis",
          metadata: ["redis": "\(address)", "why": "\(error)"])
        told = error
      }
      await pulse.wait(for: TimeAmount(backoff.next()))
    }
  }

  private func listen(onOpen: () -> Void) async throws(RedisError) {
    connections += 1
    let number = connections
    let endpoint = try await finder.find()
    let channel: any Channel
    do throws(RedisError) {
      channel = try await open(endpoint, number)
    } catch {
      finder.failed()
      throw error
    }
    defer { channel.close(promise: nil) }
    for command in address.logIn + [
      finder.check, RedisCommand(["SUBSCRIBE"] + listeners.keys.sorted()),
    ] {
      try write(command, to: channel)
    }
    var confirmed = clock.now
    while connection?.number == number, !Task.isCancelled {
      try write(["PING"], to: channel)
      await pulse.wait(for: .nanoseconds(options.silenceMax.nanoseconds / 3))
      guard let connection, connection.number == number else { break }
      if connection.subscribed == listeners.count { onOpen() }
      if clock.now - connection.heard > BootTime.Span(options.silenceMax) {
        ended(number, .timedOut)
      } else if clock.now - confirmed >= BootTime.Span(options.confirmInterval) {
        if await !finder.isStillRight(endpoint) { ended(number, .notMaster(endpoint)) }
        confirmed = clock.now
      }
    }
    throw .connectionLost
  }

  private func open(
    _ endpoint: RedisEndpoint, _ number: UInt64
  ) async throws(RedisError) -> any Channel {
    let channel = try await endpoint.connect(
      on: loop, timeout: options.connectTimeout,
      onReply: { reply in self.assumeIsolated { $0.received(reply, on: number) } },
      onFailure: { error in self.assumeIsolated { $0.ended(number, error) } })
    guard channel.isActive else { throw .connectionLost }
    connection = Connection(
      channel: channel, endpoint: endpoint, number: number, heard: clock.now,
      logInReplies: address.logIn.count)
    return channel
  }

  private func write(_ command: RedisCommand, to channel: any Channel) throws(RedisError) {
    var buffer = channel.allocator.buffer(capacity: 256)
    try command.write(to: &buffer)
    channel.writeAndFlush(buffer, promise: nil)
  }

  private func received(_ reply: RedisReply, on number: UInt64) {
    guard connection?.number == number else { return }
    connection?.heard = clock.now
    if judged(reply, on: number) { return }
    if case .error(let text) = reply { return ended(number, .server(text)) }
    guard let parts = reply.array, parts.count == 3, let name = parts[1].string,
      let listener = listeners[name]
    else { return }
    switch (parts[0].string, parts[2]) {
    case ("subscribe", _):
      connection?.subscribed += 1
      listener(.subscribed)
    case ("message", .bulk(let message)):
      listener(.message(message))
    default:
      break
    }
  }

  /// Takes the replies to the first commands; the last of them says whether this is the right server.
  /// Returns false for what comes later.
  private func judged(_ reply: RedisReply, on number: UInt64) -> Bool {
    guard let current = connection, !current.isRight else { return false }
    if current.logInReplies > 0 {
      connection?.logInReplies -= 1
      if case .error(let text) = reply { ended(number, .server(text)) }
      return true
    }
    guard let error = finder.verdict(on: reply, from: current.endpoint) else {
      connection?.isRight = true
      finder.found(current.endpoint)
      return true
    }
    finder.failed()
    if case .error(let text) = reply, let refusal = RedisRefusal(text, from: current.endpoint) {
      finder.heard(refusal)
    }
    ended(number, error)
    return true
  }

  private func ended(_ number: UInt64, _ error: RedisError) {
    guard let ended = connection, ended.number == number else { return }
    connection = nil
    ended.channel.close(promise: nil)
    logger.debug(
      "subscription ended", metadata: ["server": "\(ended.endpoint)", "why": "\(error)"])
    pulse.nudge()
  }
}
