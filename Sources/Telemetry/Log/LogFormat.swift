/// How log lines look.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
  /// For people: `14:03:59.123 info  [shard] region opened  epoch=7 region=0:1,2`.
  case text
  /// For collectors: one JSON object per line.
  case json
}
