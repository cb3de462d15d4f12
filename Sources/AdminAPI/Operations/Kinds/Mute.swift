import Model
import Storage
import Wire

/// Keeps a character, or all of an account, from talking for a while, wherever they log in.
struct Mute: OperationKind {
  var seconds: Int64

  static let name = "mute"
  static let permission = Permission.mute
  static let summary = "Keep a character, or all of an account, from talking for a while."
  static let scopes: [OperationScope.Name] = [.character, .account]
  static let members: [JSONShape.Member] = [
    .init("seconds", .integer(min: 1, max: AdminLimits.muteSecondsMax), "for how long")
  ]

  var order: OperationOrder.Kind { .mutes }

  func mute(_ scope: OperationScope, issuedAt: Int64) -> MuteChange? {
    scope.subject.map { .mute($0, until: issuedAt + seconds * 1_000) }
  }

  func inverse(of row: AdminOperationRow) -> Inverse? {
    Inverse(order: .mutes, mute: .takeBack(row.id))
  }
}

/// Ends all mutes of a character or an account.
struct Unmute: OperationKind {
  static let name = "unmute"
  static let permission = Permission.mute
  static let summary = "Let a character, or all of an account, talk again."
  static let scopes: [OperationScope.Name] = [.character, .account]

  var order: OperationOrder.Kind { .mutes }

  func mute(_ scope: OperationScope, issuedAt: Int64) -> MuteChange? {
    scope.subject.map { .lift($0) }
  }

  func inverse(of row: AdminOperationRow) -> Inverse? {
    Inverse(order: .mutes, mute: .takeBack(row.id))
  }
}

extension OperationScope {
  /// Who may be muted.
  fileprivate var subject: MuteSubject? {
    switch self {
    case .character(let character): .character(character)
    case .account(let account): .account(account)
    case .everybody, .map, .region: nil
    }
  }
}
