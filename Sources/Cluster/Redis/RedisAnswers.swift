import NIOCore
import Synchronization

/// Collects the replies to a few commands on a connection that lives no longer.
final class RedisAnswers: Sendable {
  private let wanted: Int
  private let promise: EventLoopPromise<[RedisReply]>
  private let replies = Mutex<[RedisReply]>([])

  init(_ wanted: Int, on loop: any EventLoop) {
    precondition(wanted > 0, "somebody asks something")
    self.wanted = wanted
    promise = loop.makePromise()
  }

  func received(_ reply: RedisReply) {
    let all = replies.withLock { replies in
      replies.append(reply)
      return replies.count == wanted ? replies : nil
    }
    if let all { promise.succeed(all) }
  }

  func failed(_ error: RedisError) { promise.fail(error) }

  /// All replies, in the order of the commands.
  func all() async throws(RedisError) -> [RedisReply] {
    do {
      return try await promise.futureResult.get()
    } catch {
      throw error as? RedisError ?? .connectionLost
    }
  }
}

extension RedisEndpoint {
  /// Asks on a connection of its own, which is closed afterwards.
  ///
  /// - Parameter timeout: for connecting, and once more for all replies together.
  func ask(
    _ commands: [RedisCommand], on loop: any EventLoop, timeout: TimeAmount
  ) async throws(RedisError) -> [RedisReply] {
    let answers = RedisAnswers(commands.count, on: loop)
    let channel: any Channel
    do throws(RedisError) {
      channel = try await connect(
        on: loop, timeout: timeout, onReply: answers.received, onFailure: answers.failed)
      var buffer = channel.allocator.buffer(capacity: 256)
      for command in commands { try command.write(to: &buffer) }
      channel.writeAndFlush(buffer, promise: nil)
    } catch {
      answers.failed(error)  // a promise is kept, or broken, in any case
      throw error
    }
    defer { channel.close(promise: nil) }
    let limit = loop.scheduleTask(in: timeout) { answers.failed(.timedOut) }
    defer { limit.cancel() }
    return try await answers.all()
  }
}
