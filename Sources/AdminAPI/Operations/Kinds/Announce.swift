import Model
import Wire

/// Words for players, now.
struct Announce: OperationKind {
  /// How they are shown.
  enum Style: String, CaseIterable, Hashable, Sendable, Codable {
    case line, scroll, popup

    var wire: Announcement.Style {
      switch self {
      case .line: .line
      case .scroll: .scroll
      case .popup: .popup
      }
    }
  }

  var style: Style
  var text: String

  static let name = "announce"
  static let permission = Permission.announce
  static let summary = "Tell players something, now."
  static let scopes: [OperationScope.Name] = [.everybody, .map, .region, .character, .account]
  static let members: [JSONShape.Member] = [
    .init(
      "style", .text(choices: Style.allCases.map(\.rawValue)),
      "among the lines of chat, running across the top, or until it is closed"),
    .init("text", .text(min: 1, max: AdminLimits.announcementTextMax), "what players read"),
  ]

  var order: OperationOrder.Kind { .announce(style.wire, text: text) }
}
