extension Migration {
  /// By which save a character's body was written last, so that one of unknown outcome that is
  /// carried out late replaces nothing newer.
  static let saves = Migration(
    version: 4, name: "saves",
    up: columns.map {
      "ALTER TABLE characters ADD COLUMN \($0) BIGINT NOT NULL DEFAULT 0 CHECK (\($0) >= 0)"
    },
    down: columns.map { "ALTER TABLE characters DROP COLUMN \($0)" })

  private static let columns = ["saved_sequence", "saved_epoch", "saved_number"]
}
