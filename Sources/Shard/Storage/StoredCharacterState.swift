import Wire

/// What storage keeps of a character's vitals beside its position: a version byte and the fields.
///
/// ```
/// | 1 (version) | facing |
/// ```
/// A later version reads this one; an unknown one counts as empty, and the character comes back
/// with defaults.
struct StoredCharacterState: Hashable, Sendable {
  private static let version: UInt8 = 1

  var facing: UInt8 = 0

  init(_ state: CharacterState) { facing = state.facing }

  init(bytes: [UInt8]) {
    guard bytes.count >= 2, bytes[0] == Self.version else { return }
    facing = bytes[1]
  }

  var bytes: [UInt8] { [Self.version, facing] }
}
