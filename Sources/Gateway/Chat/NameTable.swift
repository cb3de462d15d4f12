import Model
import Synchronization

/// Which players of this gateway are called what, for whispers. Letters of either case are the same.
final class NameTable: Sendable {
  private let characters = Mutex<[String: [CharacterID]]>([:])

  func add(_ name: String, _ character: CharacterID) {
    characters.withLock { table in
      let key = name.lowercased()
      if table[key]?.contains(character) != true { table[key, default: []].append(character) }
    }
  }

  func remove(_ name: String, _ character: CharacterID) {
    characters.withLock { table in
      let key = name.lowercased()
      table[key]?.removeAll { $0 == character }
      if table[key]?.isEmpty == true { table[key] = nil }
    }
  }

  /// Guests may share a name: all who bear it.
  func characters(named name: String) -> [CharacterID] {
    characters.withLock { $0[name.lowercased()] ?? [] }
  }
}
