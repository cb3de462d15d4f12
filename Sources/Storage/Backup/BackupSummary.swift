/// What a backup holds.
public struct BackupSummary: Hashable, Sendable {
  public struct Table: Hashable, Sendable {
    public let name: String
    public let rows: Int
  }

  /// The version of the schema that it was taken at.
  public let schema: Int
  /// When it was taken, in milliseconds since 1970.
  public let takenAt: Int64
  public let tables: [Table]

  /// Of all tables together.
  public var rows: Int { tables.reduce(0) { $0 + $1.rows } }
}
