import ServiceLifecycle

/// Reminds a region keeper to look again now and then: leases run out without anybody saying so.
struct KeeperPulse: Service {
  private let keeper: RegionKeeper

  init(_ keeper: RegionKeeper) { self.keeper = keeper }

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        keeper.nudge()
        try await Task.sleep(for: .milliseconds(250))
      }
    }
  }
}
