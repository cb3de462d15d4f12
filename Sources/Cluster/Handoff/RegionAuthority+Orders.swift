import Model
import Wire

/// What operators order of a character is answered when storage has it.
extension RegionAuthority {
  /// The character is written with the next tick's saves, whether it changed or not.
  public mutating func saveSoon(_ character: CharacterID) {
    residents[character]?.saved = nil
    pace.saves.add(character)
  }

  /// The rows that storage has by this reply: to be asked before `answered` takes it.
  public func saved(
    by reply: AuthorityReply, to id: AuthorityRequest.ID
  ) -> [AuthorityRequest.Save] {
    guard newerEpoch == nil, case .refused(let refusals) = reply else { return [] }
    switch requests[id] {
    case .save(let rows), .leave(let rows):
      let refused = Set(refusals.map(\.character))
      return refused.isEmpty ? rows : rows.filter { !refused.contains($0.character) }
    case .attach, .claim, .revoke, .confirm, nil: return []
    }
  }
}
