import Model
import Wire

/// Scopes as the API, the storage and the audit log name them.
extension OperationScope {
  /// What an operation may be about.
  enum Name: String, CaseIterable, Sendable {
    case everybody, map, region, character, account
  }

  /// `everybody`, `map/0`, `region/0:1,2`, `character/12` or `account/3`.
  var text: String {
    switch self {
    case .everybody: "everybody"
    case .map(let map): "map/\(map.rawValue)"
    case .region(let region): "region/\(region)"
    case .character(let character): "character/\(character.rawValue)"
    case .account(let account): "account/\(account.rawValue)"
    }
  }

  /// How texts of these scopes are written, for the API's document.
  static func shape(_ names: [Name]) -> JSONShape {
    let byte = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
    let map =
      "(?:0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
    let number = "(?:0|[1-9][0-9]{0,17})"
    let expressions = names.map { name in
      switch name {
      case .everybody: "everybody"
      case .map: "map/\(map)"
      case .region: "region/\(map):\(byte),\(byte)"
      case .character: "character/\(number)"
      case .account: "account/\(number)"
      }
    }
    return .text(min: 1, max: 64, alphabet: .written(expressions.joined(separator: "|")))
  }

  var name: Name {
    switch self {
    case .everybody: .everybody
    case .map: .map
    case .region: .region
    case .character: .character
    case .account: .account
    }
  }

  /// Reads what `text` writes; nil for anything else.
  init?(text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = Name(rawValue: String(parts[0])) else { return nil }
    let rest = parts.count > 1 ? String(parts[1]) : ""
    switch name {
    case .everybody:
      guard parts.count == 1 else { return nil }
      self = .everybody
    case .map:
      guard let number = UInt16(rest) else { return nil }
      self = .map(MapID(number))
    case .region:
      guard let region = Self.parseRegion(rest) else { return nil }
      self = .region(region)
    case .character:
      guard let number = UInt64(rest) else { return nil }
      self = .character(CharacterID(number))
    case .account:
      guard let number = UInt64(rest) else { return nil }
      self = .account(AccountID(number))
    }
    guard self.text == text else { return nil }
  }

  private static func parseRegion(_ text: String) -> RegionID? {
    let numbers = text.split(whereSeparator: { $0 == ":" || $0 == "," })
    guard numbers.count == 3, let map = UInt16(numbers[0]), let column = UInt8(numbers[1]),
      let row = UInt8(numbers[2])
    else { return nil }
    return RegionID(map: MapID(map), column: column, row: row)
  }
}
