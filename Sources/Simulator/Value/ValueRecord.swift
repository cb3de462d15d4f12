import Model
import Wire

/// Everything that ever had value in a simulated world, by its ledgers and operations.
struct ValueRecord {
  /// Who owns what, by the ledger of moves alone.
  var owners: [ItemID: ModelOwner] = [:]
  /// Who has how much, by the ledger of gold alone.
  var accounts: [CharacterID: Int64] = [:]
  /// Gold minted less gold burned.
  var minted: Int64 = 0
  var movesRead = 0
  var entriesRead = 0
  /// What a character owned at each of its value versions.
  var history: [CharacterID: [ModelBelongings]] = [:]
  /// How often a wish changed anything.
  var effects: [RequestName: Int] = [:]
  /// What players were told for good: whether it was done.
  var told: [RequestName: Bool] = [:]
  /// Operations that changed something.
  var operations = 0

  func belongings(of character: CharacterID, at version: ValueVersion) -> ModelBelongings? {
    history[character]?.last { $0.version == version }
  }

  func newest(of character: CharacterID) -> ModelBelongings? { history[character]?.last }
}
