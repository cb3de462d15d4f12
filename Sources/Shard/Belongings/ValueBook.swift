import Model
import Storage
import Wire

/// What a region has under way with storage about belongings.
struct ValueBook: Sendable {
  /// What a job is for.
  enum Purpose: Sendable {
    case load(CharacterID)
    case wish(CharacterID, ValueRequest, consumed: ItemKind?)
    /// Whether a wish that the world refuses was done before; if not it gets this answer.
    case refusal(CharacterID, ValueRequest, ValueAnswer.Code)
    /// A wish whose outcome nobody knew.
    case settlement(CharacterID, ValueRequest)
    case mail(CharacterID, ValueRequest)
    /// A trade with somebody who may be of another region, which waits for its end.
    case trade(CharacterID, ValueRequest, TradeReply)
    /// How a trade ended for which one of our players is held.
    case consent(TradeBook.Consent)
    /// Loot, or what decays: of the region itself.
    case ground(ValueOperation)
    /// What lies on the ground, by storage's word, asked at this tick.
    case survey(asked: Tick)

    /// Whose wish waits for it.
    var wisher: CharacterID? {
      switch self {
      case .wish(let character, _, _), .refusal(let character, _, _),
        .settlement(let character, _), .mail(let character, _), .trade(let character, _, _):
        character
      case .load, .consent, .ground, .survey: nil
      }
    }
  }

  var bags: [CharacterID: Bag] = [:]
  private(set) var purposes: [UInt64: Purpose] = [:]
  private var keys: UInt64 = 0
  /// Operations of the ground that storage did not take: made again.
  private(set) var again: [ValueOperation] = []
  var againAt = Tick(0)
  var surveyAt = Tick(0)
  /// When something last came to lie here or went.
  var groundChangedAt = Tick(0)
  var decays: UInt64 = 0
  private(set) var dropped: UInt64 = 0

  /// Operations of the ground that wait for storage. Hit: the newest is dropped and counted.
  static let againMax = 512

  /// Nothing is under way that only this process knows of.
  var isQuiet: Bool { purposes.isEmpty && again.isEmpty }

  mutating func open(_ purpose: Purpose) -> UInt64 {
    keys += 1
    purposes[keys] = purpose
    if let wisher = purpose.wisher { bags[wisher]?.question = keys }
    return keys
  }

  /// Whether nobody waits for this answer: the character left meanwhile, though it be back.
  func isPast(_ key: UInt64) -> Bool {
    guard let wisher = purposes[key]?.wisher else { return false }
    return bags[wisher]?.question != key
  }

  mutating func close(_ key: UInt64) -> Purpose? { purposes.removeValue(forKey: key) }

  mutating func repeatLater(_ operation: ValueOperation) {
    guard again.count < Self.againMax else {
      dropped += 1
      return
    }
    again.append(operation)
  }

  mutating func takeAgain() -> [ValueOperation] {
    defer { again = [] }
    return again
  }
}
