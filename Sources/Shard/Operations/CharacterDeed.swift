import Model
import Wire
import World

/// What is done to a character for an operator, checked against the world's rules: all that can be
/// known without the character is known here, so that every shard refuses the same.
enum CharacterDeed: Hashable, Sendable {
  /// The place is free, and in that region.
  case travel(RegionID, Position)
  case adjust(VitalsChange)

  enum Reading: Hashable, Sendable {
    case deed(CharacterDeed)
    case refused(OperationOutcome.Refusal)
  }

  static func read(_ kind: OperationOrder.Kind, on maps: [MapID: RegionMap]) -> Reading {
    switch kind {
    case .teleport(let map, let place):
      guard let map = maps[map] else { return .refused(.noSuchMap) }
      return travel(to: place, on: map)
    case .attributes(let attributes):
      guard let rules = maps.values.first?.rules else { return .refused(.noSuchMap) }
      return adjust(attributes, rules.combat)
    default: return .refused(.unknownKind)
    }
  }

  private static func travel(to wanted: Position, on map: RegionMap) -> Reading {
    let bounds = map.collision.bounds
    let place = map.collision.freePlace(
      near: wanted, halfWidth: map.rules.bodyHalfWidthUnits * .one, within: bounds)
    guard bounds.contains(wanted), let place, let region = map.grid.region(at: place) else {
      return .refused(.noSuchPlace)
    }
    return .deed(.travel(region, place))
  }

  private static func adjust(_ wanted: CharacterAttributes, _ rules: CombatRules) -> Reading {
    let level = wanted.level.map { UInt16(exactly: $0) ?? 0 }
    guard level.map({ (1...rules.levelMax).contains($0) }) ?? true, wanted.health != 0 else {
      return .refused(.outOfRange)
    }
    return .deed(
      .adjust(
        VitalsChange(
          health: wanted.health.map { Int32(clamping: $0) },
          mana: wanted.mana.map { Int32(clamping: $0) }, level: level,
          experience: wanted.experience)))
  }
}

/// How a character was before a deed, as JSON of whole and decimal numbers: the API shows it, and
/// takes the deed back with it.
enum CharacterBefore {
  static func text(of map: MapID, _ place: Position) -> String {
    #"{"map":\#(map.rawValue),"x":\#(units(place.x)),"y":\#(units(place.y))}"#
  }

  static func text(of vitals: Vitals) -> String {
    #"{"experience":\#(vitals.experience),"health":\#(vitals.health),"#
      + #""level":\#(vitals.level),"mana":\#(vitals.mana)}"#
  }

  /// In world units; 1/256 has no more than eight decimals.
  private static func units(_ fixed: Fixed) -> String { "\(Double(fixed) / Double(Fixed.one))" }
}
