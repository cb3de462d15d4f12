/// Everything that one run of all workloads measured; as JSON it is `pangea.bench.report/1`.
///
/// A report that is checked in is what later ones are compared with.
public struct BenchReport: Hashable, Sendable, Codable {
  public static let schema = "pangea.bench.report/1"

  /// How a figure depends on something, plotted as one picture.
  public struct Curve: Hashable, Sendable, Codable {
    /// What it depends on: a key of `WorkloadFigure`.
    public enum Axis: String, Hashable, Sendable, Codable { case players, visible }

    public var name: String
    public var axis: Axis
    /// Ascending along the axis.
    public var figures: [WorkloadFigure]

    public init(_ name: String, along axis: Axis, _ figures: [WorkloadFigure]) {
      self.name = name
      self.axis = axis
      self.figures = figures
    }
  }

  /// A workload that could not be measured.
  public struct Failure: Hashable, Sendable, Codable {
    public var workload: String
    public var reason: String

    public init(_ workload: String, reason: String) {
      self.workload = workload
      self.reason = reason
    }
  }

  public var schema = BenchReport.schema
  /// When it began, `2026-01-31T12:00:00Z`.
  public var date: String
  /// The processor's name and how many of it.
  public var machine: String
  /// The build that measured: `release` or `debug`.
  public var build: String
  public var workloads: [WorkloadReport] = []
  public var curves: [Curve] = []
  public var failures: [Failure] = []

  public init(date: String) {
    self.date = date
    machine = MachineTime.description
    #if DEBUG
      build = "debug"
    #else
      build = "release"
    #endif
  }
}
