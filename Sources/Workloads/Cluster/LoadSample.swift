import CWorkloads

/// What players sent, got and waited for during one stretch.
struct LoadSample: Hashable, Sendable {
  /// A distribution of times in milliseconds.
  struct Times: Hashable, Sendable {
    var count = 0
    var p50 = 0.0
    var p90 = 0.0
    var p99 = 0.0
    var max = 0.0
    var mean = 0.0

    init() {}

    init(_ histogram: OpaquePointer?) {
      guard let histogram else { return }
      count = Int(workload_histogram_count(histogram))
      p50 = Double(workload_histogram_quantile(histogram, 0.5)) / 1e6
      p90 = Double(workload_histogram_quantile(histogram, 0.9)) / 1e6
      p99 = Double(workload_histogram_quantile(histogram, 0.99)) / 1e6
      max = Double(workload_histogram_max(histogram)) / 1e6
      mean = workload_histogram_mean(histogram) / 1e6
    }
  }

  var playing: Int
  var seconds: Double
  var bytesIn: Double
  var bytesOut: Double
  var snapshots: Double
  var snapshotBytes: Double
  /// Entities in sight, and of them those that moved, summed over all snapshots.
  var visible: Double
  var moved: Double
  var appeared: Double
  var inputsSent: Double
  var inputsAcknowledged: Double
  var probesSent: Double
  var probesAnswered: Double
  var handoffs: Double
  var handoffsBetweenShards: Double
  var disconnects: Int
  var lastError: Int
  /// Promises that were broken, by what the protocol page says of them.
  var brokenPromises: Int
  /// CPU of the load itself.
  var loadSeconds: Double
  var steadyGap: Times
  var handoffGap: Times
  var roundTrip: Times
  /// The longest between two replies of each burst.
  var burstGap: Times
  var nearGap: Times
  var farGap: Times

  init(_ counts: load_counts, playing: Int) {
    self.playing = playing
    seconds = counts.seconds
    bytesIn = Double(counts.bytes_in)
    bytesOut = Double(counts.bytes_out)
    snapshots = Double(counts.snapshots)
    snapshotBytes = Double(counts.snapshot_bytes)
    visible = Double(counts.visible)
    moved = Double(counts.moved)
    appeared = Double(counts.appeared)
    inputsSent = Double(counts.inputs_sent)
    inputsAcknowledged = Double(counts.inputs_acknowledged)
    probesSent = Double(counts.probes_sent)
    probesAnswered = Double(counts.probes_answered)
    handoffs = Double(counts.handoffs)
    handoffsBetweenShards = Double(counts.handoffs_between_shards)
    disconnects = Int(counts.disconnects)
    lastError = Int(counts.last_error)
    brokenPromises = Int(
      counts.unknown_slots + counts.impossible_inputs + counts.inputs_back
        + counts.inputs_skipped)
    loadSeconds = Double(counts.load_nanoseconds) / 1e9
    steadyGap = Times(counts.steady_gap)
    handoffGap = Times(counts.handoff_gap)
    roundTrip = Times(counts.round_trip)
    burstGap = Times(counts.burst_gap)
    nearGap = Times(counts.near_gap)
    farGap = Times(counts.far_gap)
  }

  /// How many others a player sees on average.
  var visibleEach: Double { snapshots > 0 ? visible / snapshots : 0 }
  var snapshotsPerPlayerSecond: Double { snapshots / (Double(playing) * seconds) }
  var bytesPerSnapshot: Double { snapshots > 0 ? snapshotBytes / snapshots : 0 }
  /// Of the probes; those on their way at the end count too.
  var unansweredPercent: Double {
    probesSent > 0 ? 100 * max(0, probesSent - probesAnswered) / probesSent : 0
  }
  var bytesPerInput: Double { inputsSent > 0 ? bytesOut / inputsSent : 0 }
}
