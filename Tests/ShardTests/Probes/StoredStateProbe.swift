import Wire

@testable import Shard

/// What storage keeps of a character: a damaged one is an empty one.
enum StoredStateProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    let state = StoredCharacterState(bytes: bytes)
    guard StoredCharacterState(bytes: state.bytes) == state else { return "broken: round trip" }
    guard state.bytes.count <= max(2, bytes.count) else { return "broken: grows" }
    guard let vitals = state.vitals else { return "facing \(state.facing)" }
    return "level \(vitals.level), \(vitals.ready.count) cooldowns"
  }
}
