import Metrics
import Model

/// How long handoffs took from offer to accept, for metrics; shared by the regions of a process.
struct HandoffTimes: Sendable {
  private let timer = Timer(label: "pangea_handoff_seconds")

  func record(_ time: BootTime.Span) {
    timer.recordMicroseconds(time.microseconds)
  }
}
