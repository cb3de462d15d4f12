import Foundation
import Model
import Storage
import Wire

/// One thing that operators can order. A further one is a type like those in `Kinds/`, a line in
/// `OperationCatalog`, and what gateways or shards do with its order.
///
/// Its properties are the members of the JSON by which it is asked for, and of what storage keeps.
protocol OperationKind: Codable, Sendable {
  /// As addresses and records name it: one word.
  static var name: String { get }
  static var permission: Permission { get }
  /// In one line, for the documentation.
  static var summary: String { get }
  /// What it may be about.
  static var scopes: [OperationScope.Name] { get }
  /// What is sent beside the members that all kinds have.
  static var members: [JSONShape.Member] { get }

  /// What every gateway and shard is told.
  var order: OperationOrder.Kind { get }
  /// What it changes in storage itself, in the transaction that records it.
  func mute(_ scope: OperationScope, issuedAt: Int64) -> MuteChange?
  /// What takes it back, seen by what became of it; nil: nothing does.
  func inverse(of row: AdminOperationRow) -> Inverse?
}

/// What takes an operation back.
struct Inverse: Sendable {
  var order: OperationOrder.Kind
  var mute: MuteChange?
}

extension OperationKind {
  static var members: [JSONShape.Member] { [] }
  func mute(_ scope: OperationScope, issuedAt: Int64) -> MuteChange? { nil }
  func inverse(of row: AdminOperationRow) -> Inverse? { nil }

  /// As storage keeps it.
  var payload: String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Reads what `payload` wrote; nil for anything else.
  static func read(_ payload: String) -> (any OperationKind)? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try? decoder.decode(Self.self, from: Data(payload.utf8))
  }
}

/// All that operators can order.
enum OperationCatalog {
  static let kinds: [any OperationKind.Type] = [
    Announce.self, Kick.self, Mute.self, Unmute.self, Trace.self, Teleport.self,
    SetAttributes.self, LogLevel.self,
  ]

  /// The operation that a record is about; nil for one of another version.
  static func kind(of row: AdminOperationRow) -> (any OperationKind)? {
    kinds.first { $0.name == row.kind }?.read(row.payload)
  }
}
