/// What one workload measured; as JSON it is `pangea.bench/1`.
///
/// The first figure is the one that the workload is quoted by, and stands in the document itself:
/// ```
/// {"schema":"pangea.bench/1","workload":"W5","name":…,"unit":…,"better":"lower","runs":5,
///  "ours":{"median":0,"min":0,"max":0},
///  "reference":{"name":…,"median":0,"min":0,"max":0},"ratio":0,"players":…,"visible":…,
///  "idle_share":0,"figures":[the others, each with the keys from "name" to "visible"]}
/// ```
public struct WorkloadReport: Hashable, Sendable {
  public static let schema = "pangea.bench/1"

  /// `W1` … `W12`.
  public var workload: String
  public var headline: WorkloadFigure
  /// 0 ... 1: how much of all processors nobody used while it was measured.
  public var idleShare: Double
  /// The others.
  public var figures: [WorkloadFigure]

  public init(
    _ workload: String, _ headline: WorkloadFigure, figures: [WorkloadFigure] = [],
    idleShare: Double
  ) {
    self.workload = workload
    self.headline = headline
    self.figures = figures
    self.idleShare = idleShare
  }

  /// All figures, that of the document first.
  public var all: [WorkloadFigure] { [headline] + figures }
}

extension WorkloadReport: Codable {
  enum CodingKeys: String, CodingKey {
    case schema, workload, figures
    case idleShare = "idle_share"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let schema = try values.decode(String.self, forKey: .schema)
    guard schema == Self.schema else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: values,
        debugDescription: "This reads \(Self.schema), and the report says \(schema).")
    }
    workload = try values.decode(String.self, forKey: .workload)
    headline = try WorkloadFigure(from: decoder)
    idleShare = try values.decode(Double.self, forKey: .idleShare)
    figures = try values.decodeIfPresent([WorkloadFigure].self, forKey: .figures) ?? []
  }

  public func encode(to encoder: any Encoder) throws {
    try headline.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.schema, forKey: .schema)
    try values.encode(workload, forKey: .workload)
    try values.encode(idleShare, forKey: .idleShare)
    if !figures.isEmpty { try values.encode(figures, forKey: .figures) }
  }
}
