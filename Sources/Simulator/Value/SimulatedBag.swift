import Cluster
import Model
import Wire

/// What a region knows of a character's belongings, and what its player wishes about them.
struct SimulatedBag {
  /// A wish on its way to storage.
  struct Work {
    var request: ValueRequest
    var operation: OperationID
    /// Since when nobody knows its outcome.
    var unknownSince: BootTime?
  }

  static let waitingMax = 8

  /// Nil until storage was asked.
  var known: ModelBelongings?
  var isLoading = false
  /// Oldest first.
  var waiting: [ValueRequest] = []
  var work: Work?

  /// False: there are too many.
  mutating func take(_ request: ValueRequest) -> Bool {
    if work.map({ $0.request.isSame(as: request) }) ?? false { return true }
    if waiting.contains(where: { $0.isSame(as: request) }) { return true }
    guard waiting.count < Self.waitingMax else { return false }
    waiting.append(request)
    return true
  }
}

/// What a region has under way about belongings.
struct SimulatedBook {
  /// One of our players, held for a gift that another region carries out.
  struct Consent: Hashable {
    var request: RequestName
    var other: CharacterID
    /// When storage is asked how it ended.
    var settleAt: BootTime
  }

  /// A gift of one of our players: the region of the other one was asked.
  struct Asked {
    var request: ValueRequest
    var trade: WireTrade
    var gaveUpAt: BootTime
  }

  var bags: [CharacterID: SimulatedBag] = [:]
  var consents: [CharacterID: Consent] = [:]
  var asked: [CharacterID: Asked] = [:]
  /// Questions to storage that are not answered.
  var questions = 0
  /// Answers that go out with a character's next update.
  var answers: [CharacterID: [ValueAnswer]] = [:]
  /// Operations that were named here: only a known-bad region does that.
  var namesMade: UInt64 = 0

  /// Nothing is under way that only this process knows of.
  var isQuiet: Bool { questions == 0 && consents.isEmpty && asked.isEmpty }

  /// The character is no longer simulated here.
  mutating func forget(_ character: CharacterID, keepsMemory: Bool) {
    let known = keepsMemory ? bags[character]?.known : nil
    bags[character] = known.map { SimulatedBag(known: $0) }
    answers[character] = nil
    // Whoever comes back begins anew: what ends for its last stay must not end its next work.
    asked[character] = nil
    consents[character] = nil
  }
}

extension ValueRequest {
  func isSame(as other: ValueRequest) -> Bool {
    number == other.number && login == other.login
  }

  func name(of character: CharacterID) -> RequestName {
    RequestName(character: character, login: login, number: number)
  }
}
