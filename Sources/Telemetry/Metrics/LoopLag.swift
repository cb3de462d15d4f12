import Metrics
import NIOCore
import ServiceLifecycle

/// Asks every event loop of a process, a few times a second, how long a job waits before it runs: what
/// everything else on that loop waits too.
public struct LoopLag: Service {
  private let loops: [any EventLoop]
  private let pause: Duration
  private let timer = Timer(label: "pangea_event_loop_lag_seconds")

  public init(_ group: any EventLoopGroup, pause: Duration = .milliseconds(250)) {
    loops = Array(group.makeIterator())
    self.pause = pause
  }

  public func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        for loop in loops { ask(loop) }
        try await Task.sleep(for: pause)
      }
    }
  }

  private func ask(_ loop: any EventLoop) {
    let asked = NIODeadline.now()
    loop.execute { [timer] in
      timer.recordNanoseconds((NIODeadline.now() - asked).nanoseconds)
    }
  }
}
