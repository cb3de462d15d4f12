import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Synchronization

/// One connection to Redis that is opened again whenever it breaks; commands are pipelined on it.
///
/// It leads to the server that is the right one at the moment: the master that sentinels name, or
/// the owner of a slot of a Redis Cluster. A server that turns out to be the wrong one is left.
///
/// Commands are never sent twice by themselves: without a connection they fail at once, and when the
/// connection breaks under them nobody knows whether they were executed, so their sender decides.
public actor RedisClient: Service {
  /// Time-outs and pauses.
  public struct Options: Hashable, Sendable {
    /// For opening a connection and for each step of logging in.
    public var connectTimeout = TimeAmount.seconds(1)
    /// For a command that does not bring its own.
    public var commandTimeout = TimeAmount.seconds(1)
    /// A connection from which nothing came for so long, though commands wait, is closed: below a
    /// lease's time to live, so that another connection can still renew it.
    public var silenceMax = TimeAmount.milliseconds(1500)
    /// How often sentinels are asked whether the master is still the one; in less than a lease's time
    /// to live, so that nobody stays long with a master that the others have left.
    public var confirmInterval = TimeAmount.seconds(1)
    public var backoffFirst = TimeAmount.milliseconds(20)
    public var backoffLongest = TimeAmount.seconds(1)

    public init() {}
  }

  typealias Waiter = CheckedContinuation<Result<RedisReply, RedisError>, Never>

  private struct Connection {
    let channel: any Channel
    let endpoint: RedisEndpoint
    let number: UInt64
    var isReady = false
  }

  private nonisolated let loop: any EventLoop
  public nonisolated let unownedExecutor: UnownedSerialExecutor
  private let address: RedisAddress
  private let finder: RedisFinder
  private let options: Options
  private let clock: any Clock
  private let logger: Logger
  private let figures = RedisFigures()
  private let pulse: Pulse
  private var pipeline: RedisPipeline<Waiter>
  private var connection: Connection?
  private var connections: UInt64 = 0
  private var isClosed = false
  private var isTimerSet = false
  private var digests: [String: String] = [:]
  /// Why there is no connection; nil: there is one.
  private nonisolated let obstacle = Mutex<String?>("not connected yet")

  /// - Parameters:
  ///   - slot: of all keys that will be used; in a Redis Cluster its owner is the right server.
  ///   - loop: where the connection and this actor live.
  public init(
    address: RedisAddress, slot: RedisSlot = .first, on loop: any EventLoop,
    options: Options = Options(), clock: any Clock = SystemClock(), logger: Logger
  ) {
    self.address = address
    finder = RedisFinder(address, slot: slot, on: loop, timeout: options.connectTimeout)
    self.loop = loop
    self.unownedExecutor = loop.executor.asUnownedSerialExecutor()
    self.options = options
    self.clock = clock
    self.logger = logger
    self.pulse = Pulse(on: loop)
    self.pipeline = RedisPipeline(
      limit: ClusterLimits.redisOutstandingCommandsMax,
      silenceMax: BootTime.Span(options.silenceMax))
  }

  /// Whether commands are sent at the moment; from any thread.
  public nonisolated var isConnected: Bool { problem == nil }

  /// Why commands are not sent at the moment, without passwords; nil: they are. From any thread.
  public nonisolated var problem: String? { obstacle.withLock { $0 } }

  /// Keeps a connection open until the task is cancelled or the service shut down.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.keepConnected() }
    isClosed = true
  }

  /// Sends one command and waits for its reply.
  ///
  /// - Parameter timeout: `Options.commandTimeout` when nil.
  /// - Throws: `RedisError`; `.server` for a reply that is an error.
  public func send(
    _ command: RedisCommand, timeout: TimeAmount? = nil
  ) async throws(RedisError) -> RedisReply {
    guard !isClosed else { throw .closed }
    guard let connection, connection.isReady else { throw .notConnected }
    return try await exchange(command, on: connection.channel, timeout: timeout)
  }

  /// Runs a script by its digest, and by its text when this Redis has forgotten it.
  ///
  /// - Parameter keys: what the script touches, all in one hash slot.
  public func evaluate(
    _ script: RedisScript, keys: [String], arguments: [[UInt8]] = [], timeout: TimeAmount? = nil
  ) async throws(RedisError) -> RedisReply {
    let digest = try await digest(of: script)
    do {
      return try await send(
        script.call("EVALSHA", digest, keys: keys, arguments: arguments), timeout: timeout)
    } catch .server(let text) where text.hasPrefix("NOSCRIPT") {
      return try await send(
        script.call("EVAL", script.source, keys: keys, arguments: arguments), timeout: timeout)
    }
  }

  private func digest(of script: RedisScript) async throws(RedisError) -> String {
    if let digest = digests[script.source] { return digest }
    let reply = try await send(["SCRIPT", "LOAD", script.source])
    guard let digest = reply.string else { throw .malformedReply("SCRIPT LOAD gave no digest") }
    digests[script.source] = digest
    return digest
  }

  private func exchange(
    _ command: RedisCommand, on channel: any Channel, timeout: TimeAmount?
  ) async throws(RedisError) -> RedisReply {
    guard !pipeline.isFull else {
      figures.refused.increment()
      throw .tooManyOutstanding
    }
    var buffer = channel.allocator.buffer(capacity: 256)
    try command.write(to: &buffer)
    figures.commands.increment()
    let result = await withCheckedContinuation { (waiter: Waiter) in
      let now = clock.now
      pipeline.sent(
        waiter, at: now, deadline: now + BootTime.Span(timeout ?? options.commandTimeout))
      channel.writeAndFlush(buffer, promise: nil)
      setTimer()
    }
    if case .success(.error(let text)) = result { throw .server(text) }
    return try result.get()
  }
}

// MARK: - Connection

extension RedisClient {
  private func keepConnected() async {
    var backoff = Backoff(
      first: BootTime.Span(options.backoffFirst), longest: BootTime.Span(options.backoffLongest),
      seed: UInt64(bitPattern: clock.now.microseconds))
    var told: RedisError?
    while !Task.isCancelled {
      do throws(RedisError) {
        try await connectAndServe {
          backoff.reset()
          told = nil
        }
      } catch {
        obstacle.withLock { $0 = "\(error)" }
        guard !Task.isCancelled else { return }
        figures.disconnects.increment()
        logger.log(
          level: told == error ? .debug : .info, "no connection to Redis",
          metadata: ["redis": "\(address)", "why": "\(error)"])
        told = error
      }
      await pulse.wait(for: TimeAmount(backoff.next()))
    }
  }

  /// Opens a connection to the right server and stays on it until it ends or is the wrong one.
  private func connectAndServe(onReady: () -> Void) async throws(RedisError) {
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
    guard connection?.number == number else { throw .connectionLost }
    finder.found(endpoint)
    connection?.isReady = true
    obstacle.withLock { $0 = nil }
    onReady()
    logger.info(
      "connected to Redis", metadata: ["redis": "\(address)", "server": "\(endpoint)"])
    defer { channel.close(promise: nil) }
    let end = Pulse(on: loop)
    channel.closeFuture.whenComplete { _ in end.nudge() }
    while !Task.isCancelled, await !end.wait(for: options.confirmInterval) {
      guard await finder.isStillRight(endpoint) else {
        logger.notice(
          "sentinels name another master",
          metadata: ["redis": "\(address)", "before": "\(endpoint)"])
        ended(number, .connectionLost)
        break
      }
    }
    throw .connectionLost
  }

  /// Connects, logs in and asks the server whether it is the right one.
  private func open(
    _ endpoint: RedisEndpoint, _ number: UInt64
  ) async throws(RedisError) -> any Channel {
    let channel = try await endpoint.connect(
      on: loop, timeout: options.connectTimeout,
      onReply: { reply in self.assumeIsolated { $0.received(reply, on: number) } },
      onFailure: { error in self.assumeIsolated { $0.ended(number, error) } })
    guard channel.isActive else { throw .connectionLost }
    connection = Connection(channel: channel, endpoint: endpoint, number: number)
    do throws(RedisError) {
      for command in address.logIn {
        _ = try await exchange(command, on: channel, timeout: options.connectTimeout)
      }
      var reply: RedisReply
      do throws(RedisError) {
        reply = try await exchange(finder.check, on: channel, timeout: options.connectTimeout)
      } catch .server(let text) {
        reply = .error(text)
      }
      if let error = finder.verdict(on: reply, from: endpoint) { throw error }
    } catch {
      channel.close(promise: nil)
      throw error
    }
    return channel
  }

  private func received(_ reply: RedisReply, on number: UInt64) {
    guard connection?.number == number else { return }
    let now = clock.now
    switch pipeline.received(at: now) {
    case .waiter(let waiter, let since):
      figures.latency.recordMicroseconds((now - since).microseconds)
      waiter.resume(returning: .success(reply))
      leaveWrongServer(reply, number)
    case .abandoned:
      break
    case .nobody:
      ended(number, .malformedReply("a reply that nobody asked for"))
    }
  }

  /// A server that is not, or no longer, the right one says so when it refuses something.
  private func leaveWrongServer(_ reply: RedisReply, _ number: UInt64) {
    guard case .error(let text) = reply, let connection, connection.number == number,
      let refusal = RedisRefusal(text, from: connection.endpoint)
    else { return }
    logger.notice(
      "this server of Redis is the wrong one now",
      metadata: ["redis": "\(address)", "server": "\(connection.endpoint)", "why": "\(text)"])
    finder.heard(refusal)
    ended(number, .connectionLost)
  }

  private func ended(_ number: UInt64, _ error: RedisError) {
    guard let ended = connection, ended.number == number else { return }
    connection = nil
    obstacle.withLock { $0 = $0 ?? "\(error)" }
    ended.channel.close(promise: nil)
    for waiter in pipeline.closed() { waiter.resume(returning: .failure(error)) }
  }

  /// While commands are under way, looks for those whose time is up.
  private func setTimer() {
    guard !isTimerSet, !pipeline.isEmpty else { return }
    isTimerSet = true
    _ = loop.assumeIsolated().scheduleTask(in: .milliseconds(20)) {
      self.assumeIsolated { $0.timerFired() }
    }
  }

  private func timerFired() {
    isTimerSet = false
    let now = clock.now
    for waiter in pipeline.expired(at: now) {
      figures.timeouts.increment()
      waiter.resume(returning: .failure(.timedOut))
    }
    if let connection, pipeline.isSilent(at: now) { ended(connection.number, .timedOut) }
    setTimer()
  }
}
