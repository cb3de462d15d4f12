import Metrics
import Model

/// What became of regions' moves, for metrics.
struct MoveFigures: Sendable {
  enum Outcome: String, CaseIterable, Sendable {
    /// It runs on the other shard.
    case moved
    /// The other shard did not take it, and it went on here.
    case returned
    /// Somebody else owned it in the end.
    case lost
    /// It was not packed at all.
    case givenUp = "given_up"
  }

  private let outcomes = Dictionary(
    uniqueKeysWithValues: Outcome.allCases.map {
      ($0, Counter(label: "pangea_region_moves_total", dimensions: [("outcome", $0.rawValue)]))
    })
  private let takenOver = Counter(label: "pangea_regions_taken_over_total")
  private let pause = Timer(label: "pangea_region_move_pause_seconds")
  private let bytes = Recorder(label: "pangea_region_cargo_bytes")

  func ended(_ outcome: Outcome) { outcomes[outcome]?.increment() }

  func taken() { takenOver.increment() }

  /// From the last tick here until the other shard said that the region runs.
  func paused(for span: BootTime.Span) { pause.recordMicroseconds(span.microseconds) }

  func packed(bytes count: Int) { bytes.record(count) }
}
