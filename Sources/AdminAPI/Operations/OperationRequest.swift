import Model
import Wire

/// What all operations are asked for with, beside the members of their kind.
struct OperationRequest: Decodable {
  var scope: String?
  var reason: String?
  var deadlineMs: Int64?
  /// Asked again with the same one, an operation is done once.
  var id: String?

  static func members(_ scopes: [OperationScope.Name]) -> [JSONShape.Member] {
    let names = scopes.map { "\($0.rawValue)\($0 == .everybody ? "" : "/…")" }
    return [
      .init("scope", OperationScope.shape(scopes), names.joined(separator: ", "))
    ] + common
  }

  /// Those that an undo has as well.
  static let common: [JSONShape.Member] = [
    .init(
      "reason", .text(max: AdminLimits.reasonMax), isRequired: false, "for the record and the audit"
    ),
    .init(
      "deadline_ms",
      .integer(min: AdminLimits.operationLifeMin, max: AdminLimits.operationLifeMax),
      isRequired: false, "how long nodes may take to begin; 10,000 if it is not given"),
    .init(
      "id", .text(min: 32, max: 32, alphabet: .hexadecimal), isRequired: false,
      "32 hexadecimal digits; asked again with the same id, it is done once"),
  ]

  /// The id that was given, or a new one.
  func operationID() throws(AdminRefusal) -> AdminOperationID {
    guard let id else {
      var random = SystemRandomNumberGenerator()
      return AdminOperationID(using: &random)
    }
    guard let id = AdminOperationID(id) else {
      throw AdminRefusal(.malformed, "`id` is not of 32 hexadecimal digits.")
    }
    return id
  }

  func scope(of kind: any OperationKind.Type) throws(AdminRefusal) -> OperationScope {
    guard let scope = OperationScope(text: scope ?? ""), kind.scopes.contains(scope.name) else {
      let names = kind.scopes.map { $0 == .everybody ? $0.rawValue : "\($0.rawValue)/…" }
      throw AdminRefusal(.malformed, "`scope` is one of \(names.joined(separator: ", ")).")
    }
    return scope
  }

  var life: Int64 { deadlineMs ?? AdminLimits.operationLifeUsual }
}
