/// What to do at opening when the schema is older than the code.
public enum SchemaPolicy: Hashable, Sendable {
  /// Bring it up to date.
  case migrate
  /// Refuse with `StorageError.schemaTooOld`: somebody else migrates.
  case require
  /// Open whatever is there, only to look at or change the schema.
  case ignore
}

/// Which steps of the schema a database has.
public struct SchemaStatus: Hashable, Sendable {
  /// One step of the schema.
  public struct Step: Hashable, Sendable {
    public let version: Int
    public let name: String
    /// When it was applied, in milliseconds since 1970; nil when it is pending.
    public let appliedAt: Int64?
  }

  /// The steps that this code knows, and those that it does not know but finds applied.
  public let steps: [Step]
  /// The version of the database; 0 when it is empty.
  public let current: Int
  /// The version that this code needs.
  public let latest: Int
}
