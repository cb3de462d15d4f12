import ServiceLifecycle

/// Does something again and again, until the service group stops.
struct Pulse: Service {
  private let interval: Duration
  private let work: @Sendable () async -> Void

  init(every interval: Duration, _ work: @escaping @Sendable () async -> Void) {
    self.interval = interval
    self.work = work
  }

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await work()
        try await Task.sleep(for: interval)
      }
    }
  }
}
