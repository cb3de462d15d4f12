import Model
import Storage
import Wire

/// What a region knows of a character's belongings, and what its player wishes about them.
struct Bag: Sendable {
  /// Nil until storage was asked.
  var known: Belongings?
  var isLoading = false
  /// Oldest first.
  private(set) var waiting: [ValueRequest] = []
  /// On its way to storage; a player's wishes are done one after the other.
  var inFlight: ValueRequest?
  /// The question to storage about `inFlight`. Any other one's answer is of an earlier stay.
  var question: UInt64?
  /// The operation of `inFlight` has an outcome that nobody knows, since this tick.
  var unknownSince: Tick?
  /// The player is shown everything as soon as it is loaded: somebody else changed it.
  var mustTell = false

  static let waitingMax = 8

  /// Takes a wish in; nil: there are too many. False: it waits already.
  mutating func take(_ request: ValueRequest) -> Bool? {
    if inFlight.map({ $0.isSame(as: request) }) ?? false { return false }
    if waiting.contains(where: { $0.isSame(as: request) }) { return false }
    guard waiting.count < Self.waitingMax else { return nil }
    waiting.append(request)
    return true
  }

  var next: ValueRequest? { waiting.first }

  mutating func removeNext() { waiting.removeFirst() }

  mutating func removeAll() -> [ValueRequest] {
    defer { waiting = [] }
    return waiting
  }

  func item(_ id: ItemID) -> ItemRow? { known?.items.first { $0.id == id } }

  /// Brings the memory up to date after an operation; false when it has to be read anew.
  mutating func apply(_ change: ValueReceipt.Change) -> Bool {
    guard let known, known.valueVersion.rawValue + 1 == change.valueVersion.rawValue else {
      self.known = nil
      return false
    }
    var items = known.items.filter { row in
      !change.gone.contains(row.id) && !change.items.contains { $0.id == row.id }
    }
    items += change.items
    items.sort { $0.id < $1.id }
    self.known = Belongings(
      valueVersion: change.valueVersion, gold: change.gold, items: items)
    return true
  }
}

extension ValueRequest {
  func isSame(as other: ValueRequest) -> Bool {
    number == other.number && login == other.login
  }

  /// Under which storage does it, once.
  func operation(of character: CharacterID) -> OperationID {
    .request(character, login: login, number: number)
  }
}
