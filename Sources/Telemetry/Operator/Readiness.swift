import Synchronization

/// Whether a process can do its work now: a set of named checks, all of which must be content.
public final class Readiness: Sendable {
  /// nil when all is well, otherwise why not, in a few words.
  public typealias Check = @Sendable () async -> String?

  /// A check that was not content.
  public struct Failure: Hashable, Sendable, Encodable {
    public var check: String
    public var reason: String
  }

  private let checks = Mutex<[String: Check]>([:])

  public init() {}

  /// Adds a check, or replaces the one of the same name.
  public func add(_ name: String, _ check: @escaping Check) {
    checks.withLock { $0[name] = check }
  }

  /// Asks all checks at once; those that fail, in the order of their names.
  public func failures() async -> [Failure] {
    let checks = checks.withLock { $0 }
    return await withTaskGroup(of: Failure?.self) { group in
      for (name, check) in checks {
        group.addTask {
          await Self.ask(check).map { Failure(check: name, reason: $0) }
        }
      }
      return await group.reduce(into: []) { if let one = $1 { $0.append(one) } }
        .sorted { $0.check < $1.check }
    }
  }

  /// A check that hangs must not make the whole answer hang.
  private static func ask(_ check: @escaping Check) async -> String? {
    let first = AsyncStream<String?> { continuation in
      let asking = Task { continuation.yield(await check()) }
      let limit = Task {
        try? await Task.sleep(for: TelemetryLimits.readinessCheckMax)
        continuation.yield("gave no answer in time")
      }
      continuation.onTermination = { _ in
        asking.cancel()
        limit.cancel()
      }
    }
    for await answer in first { return answer }
    return "was cancelled"
  }
}
