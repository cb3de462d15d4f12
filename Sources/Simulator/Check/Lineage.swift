import Model

/// Names one state of a character by its whole history: the inputs that were applied to reach it.
/// It travels inside the character's state, so a copy cannot lie about where it comes from.
struct LineageID: Hashable, Comparable {
  var rawValue: Int

  static let root = LineageID(rawValue: 0)

  static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Every history there ever was: each node is its parent and one input more.
struct Lineages {
  private struct Node {
    var parent: LineageID
    var input: InputSequence
    /// How many inputs were applied, from the root.
    var length: UInt64
  }

  private var nodes = [Node(parent: .root, input: .none, length: 0)]

  func input(_ id: LineageID) -> InputSequence { nodes[id.rawValue].input }
  func length(_ id: LineageID) -> UInt64 { nodes[id.rawValue].length }

  mutating func apply(_ input: InputSequence, to id: LineageID) -> LineageID {
    nodes.append(Node(parent: id, input: input, length: length(id) + 1))
    return LineageID(rawValue: nodes.count - 1)
  }

  /// Whether an input was applied in this history.
  func contains(_ input: InputSequence, in id: LineageID) -> Bool {
    newest(upTo: input, in: id) == input
  }

  /// The last input of a history that is not beyond a limit.
  func newest(upTo limit: InputSequence, in id: LineageID) -> InputSequence {
    var id = id
    while input(id) > limit { id = nodes[id.rawValue].parent }
    return input(id)
  }
}
