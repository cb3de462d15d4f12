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
}
