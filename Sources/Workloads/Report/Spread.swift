/// A figure over several runs: the middle one, and how far the others lie around it.
public struct Spread: Hashable, Codable, Sendable {
  public let median: Double
  public let min: Double
  public let max: Double

  /// - Parameter samples: one per run, at least one; with an even number the median is the mean of
  ///   the two in the middle.
  public init(of samples: [Double]) {
    precondition(!samples.isEmpty, "a figure has samples")
    let sorted = samples.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    min = sorted[0]
    max = sorted[sorted.count - 1]
  }

  /// Known already.
  init(median: Double, min: Double, max: Double) {
    precondition(min <= median && median <= max, "the median lies between the others")
    self.median = median
    self.min = min
    self.max = max
  }

  /// The same in another unit.
  func scaled(by factor: Double) -> Spread {
    Spread(median: median * factor, min: min * factor, max: max * factor)
  }

  /// Whether some run here and some run there may have been the same.
  public func overlaps(_ other: Spread) -> Bool { min <= other.max && other.min <= max }
}
