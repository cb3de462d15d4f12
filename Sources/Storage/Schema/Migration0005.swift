extension Migration {
  /// Results of operations go after a while. What was asked before a character's mark is never done
  /// any more.
  static let forgetting = Migration(
    version: 5, name: "forgetting",
    up: columns.map {
      "ALTER TABLE characters ADD COLUMN \($0) BIGINT NOT NULL DEFAULT 0 CHECK (\($0) >= 0)"
    } + [
      // Those that still have a result: `RecordedResult.forgotten` has two bytes.
      """
      CREATE INDEX operations_with_result ON operations (done_at) WHERE length(result) > 2
      """
    ],
    down: ["DROP INDEX operations_with_result"]
      + columns.map { "ALTER TABLE characters DROP COLUMN \($0)" })

  private static let columns = ["forgotten_login", "forgotten_number"]
}
