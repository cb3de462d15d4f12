import Metrics
import Model

/// How long ticks of regions took, and each of their phases, as histograms over all regions of a
/// process.
struct RegionTickTimes: Sendable {
  private let timer = Timer(label: "pangea_region_tick_seconds")
  private let phases = TickPhase.allCases.map {
    Timer(label: "pangea_region_tick_phase_seconds", dimensions: [("phase", "\($0)")])
  }

  /// A whole tick, without the work that `TickPhase.rest` does after it was taken.
  func record(_ time: BootTime.Span) {
    timer.recordMicroseconds(time.microseconds)
  }

  /// The phases of a tick that has ended.
  func record(_ laps: TickLaps) {
    for phase in TickPhase.allCases {
      phases[phase.rawValue].recordMicroseconds(
        (laps.end(of: phase) - laps.start(of: phase)).microseconds)
    }
  }
}
