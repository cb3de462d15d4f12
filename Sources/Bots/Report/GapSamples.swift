import Model

/// Times in microseconds, for exact percentiles. Bounded by `Limits.gapsMax`.
struct GapSamples {
  private var samples: [UInt32] = []
  private(set) var count = 0
  private var longest: UInt32 = 0
  private var random: SeededGenerator
  private let limit: Int

  init(seed: UInt64, limit: Int = Limits.gapsMax) {
    random = SeededGenerator(seed: seed)
    self.limit = limit
  }

  mutating func add(microseconds: Int64) {
    let sample = UInt32(clamping: microseconds)
    count += 1
    longest = max(longest, sample)
    if samples.count < limit {
      samples.append(sample)
    } else {
      // Each one of all samples stays with the same probability.
      let place = Int(random.next() % UInt64(count))
      if place < limit { samples[place] = sample }
    }
  }

  mutating func add(_ other: GapSamples) {
    for sample in other.samples { add(microseconds: Int64(sample)) }
    longest = max(longest, other.longest)
  }

  /// The percentiles in milliseconds: the smallest sample that so many are not above.
  func percentiles() -> BotsReport.Percentiles {
    var result = BotsReport.Percentiles()
    result.count = count
    guard !samples.isEmpty else { return result }
    let sorted = samples.sorted()
    func milliseconds(_ share: Double) -> Double {
      let rank = (share * Double(sorted.count)).rounded(.up)
      return Double(sorted[min(max(Int(rank), 1), sorted.count) - 1]) / 1000
    }
    result.p50 = milliseconds(0.5)
    result.p99 = milliseconds(0.99)
    result.p999 = milliseconds(0.999)
    result.max = Double(longest) / 1000
    return result
  }
}
