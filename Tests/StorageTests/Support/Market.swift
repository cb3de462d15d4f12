import Model
import Storage
import Testing

/// Characters in one region who act on what they own, with everything right unless a test says
/// otherwise.
struct Market {
  static let sword: ItemKind = "iron_sword"
  static let potion: ItemKind = "potion"
  static let coin: ItemKind = "gold_coin"
  static let place = Position(unitsX: 30, unitsY: 40)
  static let terms = ItemTerms(stackMax: [sword: 1, potion: 10], slotsMax: 8)

  let test: TestStore
  let ground: RegionFence
  private var numbers: [CharacterID: UInt64] = [:]
  private var counter: UInt64 = 0

  init(_ backEnd: BackEnd) async throws {
    test = try await TestStore(backEnd)
    ground = try await test.fence(0)
  }

  var store: any Store { test.store }

  /// A guest in the world.
  func guest() async throws -> CharacterID { try await test.attached(to: ground).row.id }

  /// A character of an account, in the world.
  func player(_ name: String) async throws -> CharacterID {
    let hash = "hash of a password"
    let account = try await store.register(account: "\(name)-account", passwordHash: hash)
    let made = try await store.createCharacter(
      of: try #require(account), name: name, map: MapID(0), position: Self.place, max: 1)
    guard case .created(let character) = made else { throw TestFailure("no \(name): \(made)") }
    let generation = try await store.openSession(character, token: .random())
    let claim = AttachClaim(
      character: character, generation: try #require(generation), seen: .none, fence: ground)
    guard case .won? = try await store.attach([claim]).first else {
      throw TestFailure("the attach was refused")
    }
    return character
  }

  /// The fence that holds now.
  func fence(_ character: CharacterID) async throws -> CharacterFence {
    let row = try #require(try await store.character(character))
    return CharacterFence(
      character: character, sequence: row.holding.sequence, holder: ground.region,
      epoch: ground.epoch, valueVersion: row.valueVersion)
  }

  /// An operation under an id that was not used before.
  mutating func operation(_ action: ValueAction) async throws -> ValueOperation {
    let parties = action.parties
    var fences: [CharacterFence] = []
    for party in Set(parties).sorted() { fences.append(try await fence(party)) }
    return ValueOperation(
      id: nextID(parties.first), fences: fences, region: action.region == nil ? nil : ground,
      action: action)
  }

  mutating func nextID(_ character: CharacterID?) -> OperationID {
    counter += 1
    guard let character else { return .loot(ground.region, ground.epoch, counter: counter) }
    numbers[character, default: 0] += 1
    return .request(character, login: 1, number: numbers[character, default: 0])
  }

  mutating func perform(_ action: ValueAction) async throws -> ValueOutcome {
    try #require(try await store.perform([operation(action)]).first)
  }

  /// The receipt of an action that must be done.
  @discardableResult
  mutating func done(
    _ action: ValueAction, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ValueReceipt {
    let outcome = try await perform(action)
    guard case .done(let receipt, isRepeated: false) = outcome else {
      Issue.record("not done: \(outcome)", sourceLocation: sourceLocation)
      throw TestFailure("not done")
    }
    return receipt
  }

  /// A character has these items and this gold, newly made. Answers the items' ids.
  @discardableResult
  mutating func give(
    _ character: CharacterID, _ items: [(ItemKind, UInt32)] = [], gold: UInt64 = 0
  ) async throws -> [ItemID] {
    let new = items.map { NewItem(kind: $0.0, count: $0.1) }
    let terms = ItemTerms(slotsMax: .max)
    let receipt = try await done(.grant(new, gold: gold, to: character, terms))
    return try #require(receipt.change(of: character)).items.map(\.id)
  }

  /// Items lie on the ground. Answers their ids.
  mutating func lay(_ items: [(ItemKind, UInt32)]) async throws -> [ItemID] {
    let drops = items.map { LootDrop(kind: $0.0, count: $0.1, position: Self.place) }
    return try await done(.loot(drops, at: ground.region)).appeared.map(\.id)
  }

  func belongings(_ character: CharacterID) async throws -> Belongings {
    try #require(try await store.belongings(of: character))
  }

  /// Kind and count of everything in a bag.
  func bag(_ character: CharacterID) async throws -> [String] {
    try await belongings(character).items.map { "\($0.count) \($0.kind)" }
  }

  func expectCleanBooks(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let audit = try await store.auditBelongings()
    #expect(audit.isClean, "\(audit)", sourceLocation: sourceLocation)
  }
}

extension ItemKind: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

extension ItemPortion {
  static func all(_ item: ItemID) -> ItemPortion { ItemPortion(item: item, count: 1) }
}
