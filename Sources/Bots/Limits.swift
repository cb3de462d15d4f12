/// The most of everything that a swarm keeps, and what happens at the limit.
public enum Limits {
  /// Bots of one run. More is refused by `BotsConfiguration`.
  public static let botsMax = 20_000
  /// Inputs of one bot that no update has acknowledged: fewer than a gateway takes at once, because
  /// they are sent again together. At the limit the bot sends no new ones until the server catches
  /// up; counted in `SwarmTotals.inputsHeldBack`.
  public static let pendingInputsMax = 200
  /// Times between updates kept for each percentile. At the limit a random earlier one is replaced,
  /// so that the percentiles stay true; the longest is always kept.
  public static let gapsMax = 4_000_000
  /// Violations written out. At the limit only their number grows: `violations_total`.
  public static let violationsMax = 200
  /// Announcements whose times are written out, the first ones heard.
  public static let announcementsListedMax = 100
  /// Bytes of an HTTP answer to the upgrade. At the limit the connection is closed.
  public static let upgradeBytesMax = 8_192
  /// Seconds from a connection to the character's being in the world. At the limit the connection
  /// is given up, and another one is tried.
  public static let loginSecondsMax: Int64 = 30
  /// Seconds between attempts to connect again, at most.
  public static let backoffSecondsMax = 5.0
}
