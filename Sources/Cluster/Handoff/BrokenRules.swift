/// Rules of the protocol that a simulation leaves out, to see that its checks notice.
package struct BrokenRules: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A frozen character goes on after any refusal, not only one recorded at the offer's epoch.
  package static let unfreezesOnAnyRefusal = BrokenRules(rawValue: 1 << 0)
  /// Answers to offers are forgotten at once.
  package static let forgetsAnswers = BrokenRules(rawValue: 1 << 1)
  /// Storage is not asked every second.
  package static let neverConfirms = BrokenRules(rawValue: 1 << 2)
  /// A character that is dropped, or that is not here, is passed over in silence.
  package static let dropsSilently = BrokenRules(rawValue: 1 << 3)
  /// A character whose claim is open is handed on.
  package static let offersUnconfirmed = BrokenRules(rawValue: 1 << 4)
  /// An accept counts after storage was asked to take the offer back.
  package static let acceptsAfterRevoke = BrokenRules(rawValue: 1 << 5)
  /// A region that moves leaves its answers to offers behind.
  package static let cargoForgetsAnswers = BrokenRules(rawValue: 1 << 6)
}
