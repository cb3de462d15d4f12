import Storage

/// The level of a character for the list of an account's characters, from what shards store: in
/// version 2 of that state it stands after version, facing, health and mana. Another version, or a
/// new character without a state: level 1.
enum StoredLevel {
  private static let version: UInt8 = 2
  private static let offset = 10

  static func level(of body: CharacterBody) -> Int {
    let state = body.state
    guard state.first == version, state.count >= offset + 2 else { return 1 }
    return max(1, Int(state[offset]) | Int(state[offset + 1]) << 8)
  }
}
