import Model

/// An operation of operators that was done to a character. It goes wherever the character goes, and
/// into storage with it, so that nobody does the operation again: what was done and its mark are
/// kept or lost together.
public struct OrderMark: Hashable, Sendable {
  public var id: AdminOperationID
  /// Milliseconds since 1970; from then on nobody asks for it.
  public var until: UInt64
  /// How the character was, as JSON: what takes the operation back.
  public var before: String
  /// The admin process was answered.
  public var isTold: Bool

  public init(id: AdminOperationID, until: UInt64, before: String, isTold: Bool = false) {
    self.id = id
    self.until = until
    self.before = before
    self.isTold = isTold
  }
}
