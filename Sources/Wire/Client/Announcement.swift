import Model

/// Something that operators tell players.
public struct Announcement: Hashable, Sendable {
  /// How it is shown. The numbers of `AnnouncementStyle` in `Proto/client.proto`.
  public enum Style: UInt32, Sendable, CaseIterable {
    /// Among the lines of chat.
    case line = 1
    /// Running across the top.
    case scroll
    /// Until the player closes it.
    case popup
  }

  /// A player who changes gateways may get it twice: by this it is shown once.
  public var id: AdminOperationID
  public var style: Style
  public var text: String

  public init(id: AdminOperationID, style: Style, text: String) {
    self.id = id
    self.style = style
    self.text = text
  }
}
