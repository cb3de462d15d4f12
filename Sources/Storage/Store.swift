import Model

/// The durable memory of the cluster, and the authority on region epochs, on who holds a character
/// and on session generations.
///
/// Every operation is one transaction that reads the fences it depends on inside; batches handle
/// their rows in ascending order of ids and answer in the order given. No operation blocks its
/// caller's thread, and cancelling a task does not tear an operation that has begun. Operations
/// throw `StorageError`; expected refusals are results.
public protocol Store: Sendable {
  // MARK: Regions

  /// Makes rows for regions that have none yet, at epoch 0 without an owner.
  func register(_ regions: [RegionID]) async throws(StorageError)
  /// All regions in ascending order.
  func regions() async throws(StorageError) -> [RegionRow]
  /// Changes of ownership: each a compare-and-set from an expected epoch to the next.
  func claim(_ claims: [RegionClaim]) async throws(StorageError) -> [RegionClaimResult]
  /// Gives a region away: no owner, the same epoch, and nothing commits under it any more. False
  /// when the region is not this owner's at this epoch.
  func release(_ fence: RegionFence, owner: RegionOwner) async throws(StorageError) -> Bool

  // MARK: Accounts and characters

  /// A guest with its one character, whose name the caller has validated, at a start position.
  func createGuest(
    name: String, map: MapID, position: Position
  ) async throws(StorageError) -> GuestRow
  /// Nil for an unknown one.
  func character(_ id: CharacterID) async throws(StorageError) -> CharacterRow?
  /// In ascending order; empty for an unknown account.
  func characters(of account: AccountID) async throws(StorageError) -> [CharacterRow]
  /// Deletes a guest with character and session. With a generation only while that is the current
  /// one: a guest that came back at another gateway stays. False when nothing was deleted.
  func removeGuest(
    _ account: AccountID, generation: SessionGeneration?
  ) async throws(StorageError) -> Bool

  // MARK: Sessions

  /// A fresh log-in: the next generation with this token. The token before it stays valid until
  /// the first use of the new session. Nil for an unknown character.
  func openSession(
    _ character: CharacterID, token: TokenHash
  ) async throws(StorageError) -> SessionGeneration?
  /// Goes on with a session by its token: the next generation with a new token. The token used
  /// stays valid until the first use of the new session. Nil for a token that is not valid.
  func resumeSession(
    _ token: TokenHash, replacing new: TokenHash
  ) async throws(StorageError) -> ResumedSession?
  /// The first use of a session: burns the token before it. False when the generation is not the
  /// current one or the session is closed.
  func confirmSession(
    _ character: CharacterID, generation: SessionGeneration
  ) async throws(StorageError) -> Bool
  /// Ends a session: its tokens are void, and its generation is no longer current. False when it
  /// was not the current one.
  func closeSession(
    _ character: CharacterID, generation: SessionGeneration
  ) async throws(StorageError) -> Bool

  // MARK: Who holds a character

  /// Regions take characters into the world, at log-in and after a crash.
  func attach(_ claims: [AttachClaim]) async throws(StorageError) -> [AttachResult]
  /// Accepting regions claim what was handed to them.
  func claim(_ claims: [HandoffClaim]) async throws(StorageError) -> [HoldingResult]
  /// Offering regions take their offers back.
  func revoke(_ revokes: [HandoffRevoke]) async throws(StorageError) -> [HoldingResult]
  /// What of these regions' beliefs is wrong. Writes nothing.
  func confirm(
    _ confirmations: [RegionConfirmation]
  ) async throws(StorageError) -> ConfirmationRefusals
  /// Saves bodies of characters; answers those that were refused.
  func save(_ saves: [CharacterSave]) async throws(StorageError) -> [SaveRefusal]
  /// Saves bodies of characters that leave the world. The sequence stays and the holder is
  /// cleared, so nothing that comes late changes them; answers those that were refused.
  func leave(_ saves: [CharacterSave]) async throws(StorageError) -> [SaveRefusal]

  // MARK: Checkpoints and the placement plan

  /// Stores checkpoints of regions; one of a lower epoch or an earlier tick replaces nothing.
  func save(_ checkpoints: [RegionCheckpoint]) async throws(StorageError) -> [CheckpointResult]
  /// The last checkpoint, of whatever epoch.
  func checkpoint(of region: RegionID) async throws(StorageError) -> RegionCheckpoint?
  /// The current placement plan.
  func plan() async throws(StorageError) -> StoredPlan?
  /// Stores a plan if the current version is `version`, 0 for none.
  func storePlan(
    _ document: [UInt8], replacing version: UInt64
  ) async throws(StorageError) -> PlanResult

  // MARK: Schema

  /// Which steps of the schema the database has.
  func schemaStatus() async throws(StorageError) -> SchemaStatus
  /// Goes up or down to a version of the schema; nil means the latest. Going down loses the data of
  /// the steps taken back. Answers the version before.
  @discardableResult
  func migrate(to version: Int?) async throws(StorageError) -> Int

  /// Ends the store after all waiting operations. Later ones throw `StorageError.closed`.
  func close() async
}
