import Model
import Storage
import Wire

/// Records spans of all that the scope names for a while: a player's inputs and what becomes of them,
/// or the ticks of regions. It ends by itself, and its undo ends it early.
struct Trace: OperationKind {
  var seconds: Int64
  /// `shard-1`: only there; nil: everywhere.
  var process: String?

  static let name = "trace"
  static let permission = Permission.traceControl
  static let summary = "Trace a player, or every tick of a shard or region, for a while."
  static let scopes: [OperationScope.Name] = [.everybody, .map, .region, .character, .account]
  static let members: [JSONShape.Member] = [
    .init("seconds", .integer(min: 1, max: AdminLimits.traceSecondsMax), "for how long"),
    .init(
      "process", .text(max: 32, alphabet: .written("(shard|gateway)-[1-9][0-9]{0,8}")),
      isRequired: false, "only in this one: shard-1"),
  ]

  var order: OperationOrder.Kind {
    .trace(seconds: UInt32(clamping: seconds), process: process.flatMap { NodeID($0) })
  }

  func inverse(of row: AdminOperationRow) -> Inverse? {
    Inverse(
      order: .trace(seconds: 0, process: process.flatMap { NodeID($0) }), mute: nil)
  }
}
