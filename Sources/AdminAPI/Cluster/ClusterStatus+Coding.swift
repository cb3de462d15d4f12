/// A node's own fields and those of its role stand in one JSON object.
extension ClusterStatus.Shard {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    node = try ClusterStatus.Node(from: decoder)
    regions = try values.decodeIfPresent(Int.self, forKey: .regions)
    players = try values.decodeIfPresent(Int.self, forKey: .players)
    handoffs = try values.decodeIfPresent(ClusterStatus.Handoffs.self, forKey: .handoffs)
  }

  public func encode(to encoder: any Encoder) throws {
    try node.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(regions, forKey: .regions)
    try values.encodeIfPresent(players, forKey: .players)
    try values.encodeIfPresent(handoffs, forKey: .handoffs)
  }
}

extension ClusterStatus.Gateway {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    node = try ClusterStatus.Node(from: decoder)
    sessions = try values.decodeIfPresent(Int.self, forKey: .sessions)
    connections = try values.decodeIfPresent(Int.self, forKey: .connections)
  }

  public func encode(to encoder: any Encoder) throws {
    try node.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(sessions, forKey: .sessions)
    try values.encodeIfPresent(connections, forKey: .connections)
  }
}
