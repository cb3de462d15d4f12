import Cluster
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Runs services while `body` runs, then ends them in the reverse order and waits for each.
func running<Result: Sendable>(
  _ services: [@Sendable () async throws -> Void],
  _ body: @Sendable () async throws -> Result
) async throws -> Result {
  let tasks = services.map { service in Task { try await service() } }
  let result: Swift.Result<Result, any Error>
  do {
    result = .success(try await body())
  } catch {
    result = .failure(error)
  }
  for task in tasks.reversed() {
    task.cancel()
    _ = await task.result
  }
  return try result.get()
}

/// Waits until something becomes true.
func eventually(_ condition: @Sendable () async throws -> Bool) async rethrows {
  while try await !condition() { try? await Task.sleep(for: .milliseconds(2)) }
}

/// A logger that says nothing.
var quiet: Logger {
  var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  logger.logLevel = .critical
  return logger
}

/// One loop of the process-wide group.
var anyLoop: any EventLoop { MultiThreadedEventLoopGroup.singleton.next() }

/// Collects what callbacks say, from any thread.
final class Recorder<Element: Sendable>: Sendable {
  private let state = Mutex<[Element]>([])

  var elements: [Element] { state.withLock { $0 } }

  func append(_ element: Element) { state.withLock { $0.append(element) } }

  func append(contentsOf elements: [Element]) {
    state.withLock { $0.append(contentsOf: elements) }
  }
}
