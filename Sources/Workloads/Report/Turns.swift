/// Runs of both sides in turns – ours, reference, ours, … – so that what else the machine does
/// meanwhile meets both.
public struct Turns: Hashable, Sendable {
  /// One sample per run.
  public private(set) var ours: [Double] = []
  public private(set) var reference: [Double] = []

  /// - Parameter runs: of each side, at least one.
  public static func take(
    _ runs: Int, ours: () throws -> Double, reference: () throws -> Double
  ) rethrows -> Turns {
    precondition(runs > 0, "something is measured")
    var turns = Turns()
    for _ in 0..<runs {
      turns.ours.append(try ours())
      turns.reference.append(try reference())
    }
    return turns
  }

  /// - Parameter runs: of each side, at least one.
  public static func take(
    _ runs: Int, ours: () async throws -> Double, reference: () async throws -> Double
  ) async rethrows -> Turns {
    precondition(runs > 0, "something is measured")
    var turns = Turns()
    for _ in 0..<runs {
      turns.ours.append(try await ours())
      turns.reference.append(try await reference())
    }
    return turns
  }
}
