import Model
import Synchronization

/// Which event loop plays which character, and at which generation: the one thing that the event
/// loops of a gateway share about sessions.
final class SessionTable: Sendable {
  struct Place: Hashable, Sendable {
    var desk: Int
    var generation: SessionGeneration
  }

  /// What happened to a claim.
  enum Claim: Hashable, Sendable {
    case won
    /// Won; an older session of the character is at this desk and must give way.
    case tookOver(Place)
    /// A newer session plays the character.
    case superseded
  }

  private let places = Mutex<[CharacterID: Place]>([:])

  /// Sessions at this moment.
  var count: Int { places.withLock { $0.count } }

  func claim(_ character: CharacterID, _ generation: SessionGeneration, desk: Int) -> Claim {
    places.withLock { places in
      let old = places[character]
      if let old, old.generation >= generation { return .superseded }
      places[character] = Place(desk: desk, generation: generation)
      return old.map { .tookOver($0) } ?? .won
    }
  }

  /// The event loop that plays a character.
  func desk(of character: CharacterID) -> Int? { places.withLock { $0[character]?.desk } }

  /// Forgets a session, unless a newer one stands there.
  func release(_ character: CharacterID, _ generation: SessionGeneration) {
    places.withLock { places in
      if places[character]?.generation == generation { places[character] = nil }
    }
  }

  /// Sorts a batch by the desk of each item's character, under one lock for all of it. Items without
  /// a character go to the first; those of characters without a session come back as a number.
  func sort<Item>(
    _ items: [Item], desks: Int, by character: (Item) -> CharacterID?
  ) -> (byDesk: [[Item]], unknown: Int) {
    var byDesk = [[Item]](repeating: [], count: desks)
    var unknown = 0
    places.withLock { places in
      for item in items {
        guard let id = character(item) else {
          byDesk[0].append(item)
          continue
        }
        if let place = places[id] {
          byDesk[place.desk].append(item)
        } else {
          unknown += 1
        }
      }
    }
    return (byDesk, unknown)
  }
}
