/// What a child process of a cluster does.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
  case redis
  case shard
  case gateway
  case admin
  case bots

  /// The order in which roles end, so that nobody loses what it still needs: players' side first,
  /// Redis last.
  static let drainOrder: [Role] = [.bots, .gateway, .shard, .admin, .redis]

  /// Whether a cluster can serve players without it.
  var isEssential: Bool { self != .bots }
}
