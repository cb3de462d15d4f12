import Model
import Storage
import Testing

@Suite struct AdminOperationTests {
  static let run = AdminRun(admin: AdminID(1), incarnation: Incarnation(100))
  static let gateway = AdminTarget(
    node: .gateway(GatewayID(1)), incarnation: Incarnation(1_790_000_000_000_000))
  static let shard = AdminTarget(node: .shard(ShardID(2)), incarnation: Incarnation(5))

  static func id(_ number: UInt64) -> AdminOperationID {
    var random = SeededGenerator(seed: number)
    return AdminOperationID(using: &random)
  }

  static func draft(
    _ number: UInt64, kind: String = "kick", scope: String = "character/7", undoOf: UInt64? = nil,
    mute: MuteChange? = nil
  ) -> AdminOperationDraft {
    AdminOperationDraft(
      id: id(number), kind: kind, scope: scope, payload: #"{"message":"ä"}"#, actor: "gm",
      reason: "because", issuedAt: 1_000 + Int64(number), deadline: 11_000,
      undoOf: undoOf.map { id($0) }, run: run, targets: [gateway, shard], mute: mute)
  }

  static let audit = AuditEntry(
    at: 1_000, actor: "gm", role: "gm", action: "operation.kick", target: "character/7")

  private func rows(_ store: any Store) async throws -> Int {
    try await store.audit(AuditFilter(action: "operation.kick"), max: 100).rows.count
  }

  @Test(arguments: BackEnd.allCases)
  func anOperationIsRecordedOnceWithItsAudit(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    #expect(try await store.record(Self.draft(1), audit: Self.audit) == .recorded)
    #expect(try await store.record(Self.draft(1), audit: Self.audit) == .exists)
    #expect(try await rows(store) == 1)
    let row = try #require(try await store.adminOperation(Self.id(1)))
    #expect(row.kind == "kick" && row.scope == "character/7" && row.payload.contains("ä"))
    #expect(row.actor == "gm" && row.reason == "because" && row.isOpen && row.run == Self.run)
    #expect(row.issuedAt == 1_001 && row.deadline == 11_000 && row.undoOf == nil)
    #expect(Set(row.receipts.map(\.target)) == [Self.gateway, Self.shard])
    #expect(row.receipts.allSatisfy { $0.outcome == .asked })
    #expect(try await store.adminOperation(Self.id(2)) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func whatANodeSaidIsNeverReplaced(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    _ = try await store.record(Self.draft(1), audit: Self.audit)
    func receipt(
      _ target: AdminTarget, _ outcome: AdminReceiptRow.Outcome, _ detail: String = "",
      reached: UInt64 = 0
    ) -> AdminReceiptRow {
      AdminReceiptRow(
        target: target, outcome: outcome, detail: detail, reached: reached, changedAt: 2_000)
    }
    let late = AdminTarget(node: .gateway(GatewayID(3)), incarnation: Incarnation(9))
    let first = [
      receipt(Self.gateway, .applied, reached: 250), receipt(Self.shard, .unreachable, "silent"),
      receipt(late, .asked),
    ]
    try await store.settle(first, of: Self.id(1), closing: false)
    let second = [
      receipt(Self.gateway, .unreachable, "silent"), receipt(Self.gateway, .asked),
      receipt(Self.shard, .asked), receipt(late, .nothingToDo),
    ]
    try await store.settle(second, of: Self.id(1), closing: true)
    try await store.settle(
      [receipt(Self.shard, .refused, "expired")], of: Self.id(1), closing: false)
    let row = try #require(try await store.adminOperation(Self.id(1)))
    #expect(!row.isOpen)
    #expect(
      Set(row.receipts) == [
        receipt(Self.gateway, .applied, reached: 250), receipt(Self.shard, .refused, "expired"),
        receipt(late, .nothingToDo),
      ])
    await #expect(throws: StorageError.self) {
      try await store.settle([receipt(late, .applied)], of: Self.id(2), closing: false)
    }
  }

  @Test(arguments: BackEnd.allCases)
  func anOperationIsTakenBackOnce(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let second = try await test.second()
    _ = try await test.store.record(Self.draft(1), audit: Self.audit)
    async let a = test.store.record(Self.draft(2, kind: "undo", undoOf: 1), audit: Self.audit)
    async let b = second.record(Self.draft(3, kind: "undo", undoOf: 1), audit: Self.audit)
    let made = try await [a, b]
    #expect(Set(made) == [.recorded, .undoneBefore])
    #expect(try await rows(test.store) == 2)
    let row = try #require(try await test.store.adminOperation(Self.id(1)))
    #expect(row.undoneBy == (made[0] == .recorded ? Self.id(2) : Self.id(3)))
    await second.close()
  }

  @Test(arguments: BackEnd.allCases)
  func openOnesAreFoundAndAdoptedByOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    for number: UInt64 in 1...3 {
      _ = try await store.record(Self.draft(number), audit: Self.audit)
    }
    try await store.settle([], of: Self.id(2), closing: true)
    #expect(try await store.openAdminOperations(max: 9).map(\.id) == [Self.id(1), Self.id(3)])
    let other = AdminRun(admin: AdminID(2), incarnation: Incarnation(200))
    #expect(try await store.adopt(Self.id(1), from: Self.run, by: other))
    #expect(try await !store.adopt(Self.id(1), from: Self.run, by: other))
    #expect(try await !store.adopt(Self.id(2), from: Self.run, by: other))
    #expect(try await store.adminOperation(Self.id(1))?.run == other)
    let newest = try await store.adminOperations(before: nil, max: 2)
    #expect(newest.map(\.id) == [Self.id(3), Self.id(2)])
    #expect(try await store.adminOperations(before: 1_002, max: 9).map(\.id) == [Self.id(1)])
  }

  @Test(arguments: BackEnd.allCases)
  func mutesAreTakenBackOneByOne(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    let (account, character) = (AccountID(3), CharacterID(12))
    func until() async throws -> Int64? {
      try await store.mutedUntil(account: account, character: character)
    }
    func change(_ number: UInt64, _ mute: MuteChange, undoOf: UInt64? = nil) async throws {
      let draft = Self.draft(number, undoOf: undoOf, mute: mute)
      #expect(try await store.record(draft, audit: Self.audit) == .recorded)
    }
    #expect(try await until() == nil)
    try await change(1, .mute(.character(character), until: 5_000))
    try await change(2, .mute(.account(account), until: 9_000))
    try await change(3, .mute(.account(AccountID(4)), until: 99_000))
    #expect(try await until() == 9_000)
    try await change(4, .takeBack(Self.id(2)), undoOf: 2)
    #expect(try await until() == 5_000)
    try await change(5, .lift(.character(character)))
    #expect(try await until() == nil)
    try await change(6, .takeBack(Self.id(5)), undoOf: 5)
    #expect(try await until() == 5_000)
    #expect(
      try await store.mutedUntil(account: AccountID(4), character: CharacterID(1)) == 99_000)
  }

  @Test(arguments: BackEnd.allCases)
  func whatCannotBeStoredIsRefusedAsAWhole(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    var draft = Self.draft(1)
    draft.payload = String(repeating: "a", count: StorageLimits.adminPayloadBytesMax + 1)
    await #expect(throws: StorageError.self) { try await store.record(draft, audit: Self.audit) }
    var audit = Self.audit
    audit.actor = ""
    await #expect(throws: StorageError.self) {
      try await store.record(Self.draft(2), audit: audit)
    }
    #expect(try await store.adminOperation(Self.id(2)) == nil)
  }
}
