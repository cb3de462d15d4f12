import Model

/// The highest handoff sequence seen of each entity, bounded: what keeps an old owner's ghost from
/// covering a newer one.
struct SequenceMemory: Sendable {
  /// Hit: the older half is forgotten.
  var limit = 16_384
  private var newer: [UInt64: HandoffSequence] = [:]
  private var older: [UInt64: HandoffSequence] = [:]

  /// Whether a word about an entity under `sequence` counts; if so it is remembered.
  mutating func admit(_ entity: UInt64, _ sequence: HandoffSequence) -> Bool {
    let known = newer[entity] ?? older[entity] ?? .none
    guard sequence >= known else { return false }
    if newer.count >= limit / 2 {
      older = newer
      newer = [:]
    }
    newer[entity] = sequence
    return true
  }
}
