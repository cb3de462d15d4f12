/// The limits of this module. Each says what happens when it is hit.
public enum CheckerLimits {
  /// How many violations of one check are told. More are only counted.
  public static let evidenceMax = 20
  /// The most characters that one read of storage answers. More: further reads.
  public static let characterRowsMax = 4096
  /// How many recorded operations are watched: the newest of each look, until there are so many.
  /// Older ones are watched on, newer ones are not.
  public static let operationsMax = 4096
  /// The newest operations that one look adds to those watched.
  public static let newestOperationsMax = 256
  /// At how many looks, one after the other, a region or a process may be out of order. More: it is
  /// broken; fewer: it may be on the move.
  public static let unsettledLooksMax = 5
  /// How long nodes may take to answer one question, in milliseconds. Then they count as silent at
  /// this look.
  public static let answerMillisecondsMax = 1000
  /// The newest operations of operators that one look reads. Older ones are not looked at.
  public static let adminOperationsMax = 256
  /// How long after its deadline an operation may be open, in milliseconds. Longer: that is said.
  public static let operationMillisecondsMax: Int64 = 10_000
  /// How long a process may be there before everybody knows of it, in milliseconds.
  public static let registryMillisecondsMax: Int64 = 5_000
  /// How long joining the cluster may take, in milliseconds. Then the looks begin nevertheless.
  public static let joinMillisecondsMax = 5000
}
