import Foundation
import Model
import Storage
import Wire

/// Puts a character to a place, wherever in the world it is and that is.
struct Teleport: OperationKind {
  var map: UInt16
  /// World units from the map's left edge, and from its upper one.
  var x: Double
  var y: Double

  static let name = "teleport"
  static let permission = Permission.teleport
  static let summary = "Put a character to a place of a map."
  static let scopes: [OperationScope.Name] = [.character]
  static let members: [JSONShape.Member] = [
    .init("map", .integer(min: 0, max: Int64(UInt16.max)), "the number of the map"),
    .init("x", .number, "world units from its left edge"),
    .init("y", .number, "world units from its upper edge; the nearest free ground is taken"),
  ]

  /// A place that no map has, of numbers beyond all of them.
  var order: OperationOrder.Kind {
    .teleport(MapID(map), Position(x: Self.fixed(x), y: Self.fixed(y)))
  }

  private static func fixed(_ units: Double) -> Fixed {
    let fixed = (units * Double(Fixed.one)).rounded()
    return Fixed(exactly: min(max(fixed, -1), Double(Fixed.max / 2))) ?? -1
  }

  func inverse(of row: AdminOperationRow) -> Inverse? {
    row.before.flatMap { Self.read($0) }.map { Inverse(order: $0.order) }
  }
}

extension AdminOperationRow {
  /// How the character was before, as the shard says that did the operation.
  var before: String? {
    receipts.first { $0.outcome == .applied && !$0.detail.isEmpty }?.detail
  }
}
