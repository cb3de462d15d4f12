import Cluster
import Model
import Wire

extension ModelStore {
  /// An operation that changed something, for the checker.
  struct ValueCommit: Hashable {
    var operation: ModelOperation
    var changes: [CharacterID: ModelBelongings.Change]
  }

  func belongings(of character: CharacterID) -> ModelBelongings? {
    characters[character].map { economy.belongings(of: character, version: $0.version) }
  }

  /// The id is looked up before the fences: a repetition has the result of the first time.
  mutating func perform(_ operation: ModelOperation) -> ModelOutcome {
    switch economy.results[operation.id] {
    case .done(let changes)?: return .done(changes, isRepeated: true)
    case .refused?, .aborted?: return .refused(isRepeated: true)
    case nil: break
    }
    if variant != .noFencing, let refusal = operation.fences.lazy.compactMap(refusal).first {
      switch refusal {
      case .staleEpoch: fencedOff.append("operations-of-past-owners")
      case .staleVersion: fencedOff.append("operations-of-old-versions")
      default: fencedOff.append("operations-of-past-holders")
      }
      return refusal
    }
    let before = operation.parties.map { economy.belongings(of: $0, version: version(of: $0)) }
    guard economy.perform(operation.action, as: operation.id) else {
      economy.results[operation.id] = .refused
      return .refused(isRepeated: false)
    }
    return .done(record(operation, operation.parties, before), isRepeated: false)
  }

  /// An unknown outcome is ended: what was not done by now never will be.
  mutating func settle(_ id: OperationID) -> ModelSettlement {
    switch economy.results[id] {
    case .done(let changes)?: return .done(changes)
    case .refused?: return .refused
    case .aborted?: return .aborted
    case nil:
      economy.results[id] = .aborted
      return .aborted
    }
  }

  private func version(of character: CharacterID) -> ValueVersion {
    characters[character]?.version ?? ValueVersion(0)
  }

  private func refusal(of fence: ModelOperation.Fence) -> ModelOutcome? {
    let region = regions[fence.holder]
    guard region?.epoch == fence.epoch, region?.owner != nil else { return .staleEpoch }
    guard let row = characters[fence.character], row.sequence == fence.sequence,
      row.holder == fence.holder
    else { return .stale }
    return row.version == fence.version ? nil : .staleVersion(fence.character, row.version)
  }

  private mutating func record(
    _ operation: ModelOperation, _ parties: [CharacterID], _ before: [ModelBelongings]
  ) -> [CharacterID: ModelBelongings.Change] {
    var changes: [CharacterID: ModelBelongings.Change] = [:]
    for (party, before) in zip(parties, before) {
      let version = ValueVersion(before.version.rawValue + 1)
      characters[party]?.version = version
      changes[party] = before.change(to: economy.belongings(of: party, version: version))
    }
    economy.results[operation.id] = .done(changes)
    for fence in operation.fences where changes[fence.character] != nil {
      commits.append(
        Commit(
          character: fence.character, sequence: fence.sequence, region: fence.holder,
          epoch: fence.epoch))
    }
    valued.append(ValueCommit(operation: operation, changes: changes))
    return changes
  }

  /// Saves one side of a gift without the other: a known-bad way.
  mutating func performHalf(_ operation: ModelOperation, of side: CharacterID) -> ModelOutcome {
    guard case .give(let item, let gold, let from, _) = operation.action,
      let fence = operation.fences.first(where: { $0.character == side })
    else { return .stale }
    if let refusal = refusal(of: fence) { return refusal }
    let before = economy.belongings(of: side, version: version(of: side))
    economy.performHalf(item, gold: gold, of: side, isGiver: side == from, as: operation.id)
    return .done(record(operation, [side], [before]), isRepeated: false)
  }
}
