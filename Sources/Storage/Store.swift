import Model

/// The durable memory of the cluster, and the authority on region epochs, on who holds a character
/// and on session generations.
///
/// Every operation is one transaction that reads the fences it depends on inside; batches handle
/// their rows in ascending order of ids and answer in the order given. No operation blocks its
/// caller's thread, and cancelling a task does not tear an operation that has begun. Operations
/// throw `StorageError`; expected refusals are results.
public protocol Store: OperationStore {
  // MARK: Regions

  /// Makes rows for regions that have none yet, at epoch 0 without an owner.
  func register(_ regions: [RegionID]) async throws(StorageError)
  /// All regions in ascending order.
  func regions() async throws(StorageError) -> [RegionRow]
  /// Those of these regions that have rows, in ascending order.
  func regions(_ regions: [RegionID]) async throws(StorageError) -> [RegionRow]
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
  /// Deletes a guest with character and session; what it owned is burnt. With a generation only while that is the current
  /// one: a guest that came back at another gateway stays. False when nothing was deleted.
  func removeGuest(
    _ account: AccountID, generation: SessionGeneration?
  ) async throws(StorageError) -> Bool

  /// Removes at most `max` guests, with their characters and sessions, that no region holds and
  /// that nobody has played since a moment in milliseconds since 1970: those whose gateway died
  /// before it could. Answers how many went.
  func removeGuests(unseenSince moment: Int64, max: Int) async throws(StorageError) -> Int

  // MARK: Accounts with a password

  /// A new account. Letters of either case are the same in names. Nil when the name is taken.
  func register(
    account name: String, passwordHash: String
  ) async throws(StorageError) -> AccountID?
  /// By the name that it logs in with; nil for an unknown one.
  func account(named name: String) async throws(StorageError) -> AccountRow?
  /// Nil for an unknown one, and for a guest.
  func account(_ id: AccountID) async throws(StorageError) -> AccountRow?
  /// Another hash of the password, while it is still the old one.
  func replacePasswordHash(
    of account: AccountID, _ old: String, with new: String
  ) async throws(StorageError) -> Bool
  /// The next stamp of an account's tokens, while it still is this one: what was signed with it is
  /// void from then on, and so are tickets that were not used.
  func revokeTokens(of account: AccountID, stamp: UInt64) async throws(StorageError) -> Bool
  /// A character of an account, whose name the caller has validated, at a start position. Of all
  /// accounts' characters no two have the same name; guests' names do not count.
  func createCharacter(
    of account: AccountID, name: String, map: MapID, position: Position, max: Int
  ) async throws(StorageError) -> CharacterCreation
  /// Whether a character of an account bears the name.
  func isCharacterName(taken name: String) async throws(StorageError) -> Bool
  /// A ticket with which one log-in plays the character until a moment in milliseconds since 1970.
  /// It replaces an earlier one. False when the account has no such character.
  func issueTicket(
    _ ticket: TokenHash, for character: CharacterID, of account: AccountID, expiresAt: Int64
  ) async throws(StorageError) -> Bool
  /// Uses a ticket up and opens a session with this token, in one: as `openSession` does. Nil for a
  /// ticket that is unknown, used, replaced, or expired at this moment in milliseconds since 1970.
  func redeemTicket(
    _ ticket: TokenHash, opening token: TokenHash, at moment: Int64
  ) async throws(StorageError) -> ResumedSession?
  /// The key of this name that all processes of the cluster share; the first proposal becomes it.
  func sharedKey(_ name: String, proposing bytes: [UInt8]) async throws(StorageError) -> [UInt8]

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

  // MARK: What characters own

  /// Changes who owns what, in the order given: one transaction for all, so that after an error
  /// nothing of it was done, or, after `unavailable`, all or nothing. Any of them may be sent again,
  /// alone or in another batch. Locks are taken in one order, so batches never wait in a ring.
  func perform(_ operations: [ValueOperation]) async throws(StorageError) -> [ValueOutcome]
  /// Ends an operation whose outcome is unknown: it counts as done, or never will be.
  func settle(_ id: OperationID) async throws(StorageError) -> Settlement
  /// Forgets the results of at most `max` operations that were done before a moment in milliseconds
  /// since 1970, the oldest first; answers how many. None of them is ever done afterwards.
  func forgetResults(doneBefore moment: Int64, max: Int) async throws(StorageError) -> Int
  /// Nil for an unknown character.
  func belongings(of character: CharacterID) async throws(StorageError) -> Belongings?
  /// What lies on a region's ground, in ascending order of ids.
  func groundItems(of region: RegionID) async throws(StorageError) -> [GroundItem]
  /// The letters that wait for a character, oldest first.
  func mail(of character: CharacterID) async throws(StorageError) -> [MailRow]
  /// Reads all items, gold and ledgers as they are at one moment. It takes as long as the database
  /// is large; nobody waits for it.
  func auditBelongings() async throws(StorageError) -> BelongingsAudit
  /// The fencing numbers of the next characters after one, in ascending order; from the first after
  /// character 0.
  func fencingMarks(
    after character: CharacterID, max: Int
  ) async throws(StorageError) -> [FencingMark]
  /// The operations that were recorded last, the newest first.
  func newestOperations(max: Int) async throws(StorageError) -> [RecordedOperation]
  /// Those of these that are recorded, in no certain order.
  func operations(_ ids: [String]) async throws(StorageError) -> [RecordedOperation]

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

  // MARK: Staff

  /// A new account of staff, with a row of the audit log whose target it becomes. Letters of either
  /// case are the same in names. Nil when the name is taken: then nothing is written.
  func addStaff(
    _ name: String, passwordHash: String, role: String, audit: AuditEntry
  ) async throws(StorageError) -> StaffID?
  /// By the name that it logs in with; nil for an unknown one.
  func staff(named name: String) async throws(StorageError) -> StaffRow?
  /// Nil for an unknown one.
  func staff(_ id: StaffID) async throws(StorageError) -> StaffRow?
  /// All accounts in the order of their names, `StorageLimits.staffMax` at most.
  func staff() async throws(StorageError) -> [StaffRow]
  /// Changes an account, ends its sessions but one, and writes the row of the audit log. False for
  /// an unknown account: then nothing is written.
  func changeStaff(
    _ id: StaffID, _ changes: [StaffChange], keeping session: StaffSessionID?, audit: AuditEntry
  ) async throws(StorageError) -> Bool
  /// Keeps a secret until a code confirms it. False when the account has a second factor already, or
  /// is unknown.
  func proposeFactor(
    of staff: StaffID, secret: [UInt8], audit: AuditEntry
  ) async throws(StorageError) -> Bool
  /// Makes the proposed secret the account's second factor, if the code that `check` looks at fits
  /// it at this moment in milliseconds since 1970. The session has its second factor then, and the
  /// account's others end.
  func confirmFactor(
    of staff: StaffID, by session: StaffSessionID, at moment: Int64,
    verifying check: @escaping FactorCheck, audit: AuditEntry
  ) async throws(StorageError) -> FactorConfirmation

  // MARK: Sessions of staff

  /// Opens a session after the right password. `check` looks at the code that was given, nil for
  /// none; a code is used up by it, and wrong ones are counted.
  func openStaffSession(
    _ logIn: StaffLogIn, verifying check: FactorCheck?, audit: AuditEntry
  ) async throws(StorageError) -> StaffLogInResult
  /// Nil for a session that is unknown, that ended before a moment in milliseconds since 1970, that
  /// was not used since another, or whose account is disabled.
  func staffSession(
    _ token: TokenHash, at moment: Int64, idleSince: Int64
  ) async throws(StorageError) -> StaffSessionRow?
  /// Remembers that a session was used.
  func touchStaffSession(_ id: StaffSessionID, at moment: Int64) async throws(StorageError)
  /// Ends a session. False when it was over: then nothing is written.
  func closeStaffSession(
    _ id: StaffSessionID, audit: AuditEntry
  ) async throws(StorageError) -> Bool
  /// Ends all sessions of an account, or for nil of the environment's user; answers how many. When
  /// there are none nothing is written.
  func closeStaffSessions(
    of staff: StaffID?, audit: AuditEntry
  ) async throws(StorageError) -> Int

  // MARK: The audit log

  /// Writes a row that stands for itself. What changes something else writes it in its own
  /// transaction.
  @discardableResult
  func append(audit entry: AuditEntry) async throws(StorageError) -> AuditHead
  /// Some rows, the newest first, `StorageLimits.auditPageMax` at most.
  func audit(_ filter: AuditFilter, max: Int) async throws(StorageError) -> AuditPage
  /// Goes through the whole chain. It takes as long as the log is long; nobody waits for it.
  func verifyAudit() async throws(StorageError) -> AuditVerification

  // MARK: Schema

  /// Which steps of the schema the database has.
  func schemaStatus() async throws(StorageError) -> SchemaStatus
  /// Goes up or down to a version of the schema; nil means the latest. Going down loses the data of
  /// the steps taken back. Answers the version before.
  @discardableResult
  func migrate(to version: Int?) async throws(StorageError) -> Int

  // MARK: Backups

  /// Copies everything as it is at one moment into a file, which is the same for every back end,
  /// while the cluster runs on. A file of that name is replaced when the new one is whole.
  func backUp(to path: String) async throws(StorageError) -> BackupSummary
  /// Fills the storage from a backup, as a whole or not at all; with `replacing` what is there goes.
  /// No cluster may run on it meanwhile: its processes would know numbers that are gone.
  func restore(from path: String, replacing: Bool) async throws(StorageError) -> BackupSummary

  /// Ends the store after all waiting operations. Later ones throw `StorageError.closed`.
  func close() async
}
