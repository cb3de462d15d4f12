/// One measured quantity: ours beside the reference of the same run.
public struct WorkloadFigure: Hashable, Sendable {
  /// Which way the quantity is better.
  public enum Better: String, Hashable, Codable, Sendable {
    case lower, higher
    /// Neither: the figure shows that both sides do the same work.
    case same
  }

  /// What ran beside ours.
  public struct Reference: Hashable, Codable, Sendable {
    public let name: String
    public let median: Double
    public let min: Double
    public let max: Double

    public init(_ name: String, _ spread: Spread) {
      self.name = name
      median = spread.median
      min = spread.min
      max = spread.max
    }
  }

  /// What tells it from the other figures of the workload, as in `gateway, 16 outstanding`.
  public var name: String
  public var unit: String
  public var better: Better
  /// How many runs of each side the spreads are of.
  public var runs: Int
  public var ours: Spread
  /// Nil when nothing that runs on this machine does the same.
  public var reference: Reference?
  /// Players in the world, where that is what the figure depends on.
  public var players: Int?
  /// How many others each sees on average.
  public var visible: Double?

  public init(
    _ name: String, unit: String, better: Better, ours: [Double],
    reference: (name: String, samples: [Double])? = nil, players: Int? = nil,
    visible: Double? = nil
  ) {
    self.name = name
    self.unit = unit
    self.better = better
    runs = ours.count
    self.ours = Spread(of: ours)
    self.reference = reference.map { Reference($0.name, Spread(of: $0.samples)) }
    self.players = players
    self.visible = visible
  }

  /// Of runs in turns.
  public init(
    _ name: String, unit: String, better: Better, turns: Turns, against reference: String,
    players: Int? = nil, visible: Double? = nil
  ) {
    self.init(
      name, unit: unit, better: better, ours: turns.ours,
      reference: (reference, turns.reference), players: players, visible: visible)
  }

  /// Ours by the reference's; nil without a reference, or when that is zero.
  public var ratio: Double? {
    reference.flatMap { $0.median == 0 ? nil : ours.median / $0.median }
  }
}

extension WorkloadFigure: Codable {
  enum CodingKeys: String, CodingKey {
    case name, unit, better, runs, ours, reference, ratio, players, visible
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    unit = try values.decode(String.self, forKey: .unit)
    better = try values.decode(Better.self, forKey: .better)
    runs = try values.decode(Int.self, forKey: .runs)
    ours = try values.decode(Spread.self, forKey: .ours)
    reference = try values.decodeIfPresent(Reference.self, forKey: .reference)
    players = try values.decodeIfPresent(Int.self, forKey: .players)
    visible = try values.decodeIfPresent(Double.self, forKey: .visible)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    try values.encode(unit, forKey: .unit)
    try values.encode(better, forKey: .better)
    try values.encode(runs, forKey: .runs)
    try values.encode(ours, forKey: .ours)
    // Both are said even when there is none: a reader need not ask whether the key is there.
    try values.encode(reference, forKey: .reference)
    try values.encode(ratio, forKey: .ratio)
    try values.encodeIfPresent(players, forKey: .players)
    try values.encodeIfPresent(visible, forKey: .visible)
  }
}
