import Model

/// Whether a client's inputs come in order: sequence numbers without gaps, repeats allowed.
///
/// The first input of a connection may have any number: after a resume the client knows better than
/// the gateway what came before.
struct InputOrder: Hashable, Sendable {
  enum Verdict: Hashable, Sendable {
    case inOrder
    /// A number was left out; this one is expected.
    case gap(expected: InputSequence)
    /// It follows one that was refused; the client sends both again.
    case ignored
  }

  /// The highest that was in order.
  private var last: InputSequence?
  /// The client was told to send again from after `last`.
  private var isRefusing = false

  mutating func received(_ sequence: InputSequence) -> Verdict {
    if let last, last.next < sequence {
      return isRefusing ? .ignored : .gap(expected: last.next)
    }
    isRefusing = false
    last = max(last ?? sequence, sequence)
    return .inOrder
  }

  /// The input just received could not be kept. True when the client must be told.
  mutating func refused(_ sequence: InputSequence) -> Bool {
    last = InputSequence(sequence.rawValue - 1)
    defer { isRefusing = true }
    return !isRefusing
  }
}
