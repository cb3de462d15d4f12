/// How a figure of a report stands to the same figure of an earlier one.
///
/// Where a reference ran beside it, the ratios are compared: so a faster machine, or a busier one,
/// is no change.
public struct FigureChange: Hashable, Sendable {
  public enum Verdict: String, Hashable, Sendable {
    /// Beyond noise.
    case better, worse
    case noise
    /// Measured for the first time.
    case new
    /// Measured before, and not now.
    case gone
  }

  /// Differences below a quarter are noise, and so are runs that might have been the earlier ones.
  public static let noiseShare = 0.25

  public let workload: String
  public let figure: String
  public let players: Int?
  public let verdict: Verdict
  /// Now by before, of the ratio where there is one; nil for what is new or gone.
  public let factor: Double?

  /// `+31 %`, `new`.
  public var text: String {
    guard let factor else { return verdict.rawValue }
    let percent = 100 * (factor - 1)
    let text = (percent < 0 ? "-" : "+") + FigureText.number(percent.magnitude, decimals: 0) + " %"
    return verdict == .noise ? text : "**\(verdict.rawValue)** \(text)"
  }
}

extension BenchReport {
  /// Every figure of this report, and what an earlier one had beside it, in the order of the report.
  public func changes(since earlier: BenchReport) -> [FigureChange] {
    let before = earlier.keyed
    let now = keyed
    var changes = now.map { key, figure in
      FigureChange(key, from: before.first { $0.key == key }?.figure, to: figure)
    }
    for (key, figure) in before where !now.contains(where: { $0.key == key }) {
      changes.append(FigureChange(key, from: figure, to: nil))
    }
    return changes
  }

  struct Key: Hashable {
    var workload: String
    var figure: String
    var players: Int?
  }

  private var keyed: [(key: Key, figure: WorkloadFigure)] {
    workloads.flatMap { report in
      report.all.map { figure in
        (Key(workload: report.workload, figure: figure.name, players: figure.players), figure)
      }
    }
  }
}

extension FigureChange {
  init(_ key: BenchReport.Key, from before: WorkloadFigure?, to now: WorkloadFigure?) {
    workload = key.workload
    figure = key.figure
    players = key.players
    guard let now, let before else {
      verdict = before == nil ? .new : .gone
      factor = nil
      return
    }
    let (old, new) = Self.comparable(before, now)
    let factor = old.median == 0 ? (new.median == 0 ? 1 : nil) : new.median / old.median
    self.factor = factor
    let isNoise =
      old.overlaps(new) || (factor.map { ($0 - 1).magnitude < Self.noiseShare } ?? false)
    let isLower = new.median < old.median
    verdict =
      switch now.better {
      case _ where isNoise: .noise
      case .lower: isLower ? .better : .worse
      case .higher: isLower ? .worse : .better
      case .same: .worse
      }
  }

  /// Both by their references when both have the same one.
  private static func comparable(
    _ before: WorkloadFigure, _ now: WorkloadFigure
  ) -> (Spread, Spread) {
    guard let old = before.reference, let new = now.reference, old.name == new.name,
      old.median > 0, new.median > 0
    else { return (before.ours, now.ours) }
    return (before.ours.scaled(by: 1 / old.median), now.ours.scaled(by: 1 / new.median))
  }
}
