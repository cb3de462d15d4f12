import Model

/// How far a line of chat is heard. The numbers of `ChatChannel` in `Proto/client.proto`.
public enum ChatChannel: UInt32, Sendable, CaseIterable {
  /// Within a distance, also across borders.
  case near = 1
  /// On the whole map.
  case zone
  /// By one.
  case whisper
}

/// What a player says.
public struct Say: Hashable, Sendable {
  public var channel: ChatChannel
  public var text: String
  /// The name of the one whispered to; else empty.
  public var to: String

  public init(channel: ChatChannel, text: String, to: String = "") {
    self.channel = channel
    self.text = text
    self.to = to
  }
}

/// A line that a player hears.
public struct ChatLine: Hashable, Sendable {
  public var channel: ChatChannel
  public var character: CharacterID
  public var name: String
  public var text: String
  /// Of a whisper of one's own: whom it reached.
  public var to: String

  public init(
    channel: ChatChannel, character: CharacterID, name: String, text: String, to: String = ""
  ) {
    self.channel = channel
    self.character = character
    self.name = name
    self.text = text
    self.to = to
  }
}

/// Something the player is told in words; play goes on.
public struct Notice: Hashable, Sendable {
  /// The numbers of `NoticeCode` in `Proto/client.proto`.
  public enum Code: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case regionFull, regionAway, serverRestarted, muted, nobodyThere, corrected, silenced, inLine
  }

  public var code: Code
  public var text: String
  /// When it may be better, milliseconds; 0: unknown.
  public var againMilliseconds: UInt32
  /// In the line of a region that is full: 1 is next; 0: not in line.
  public var place: UInt32

  public init(_ code: Code, _ text: String, againMilliseconds: UInt32 = 0, place: UInt32 = 0) {
    self.code = code
    self.text = text
    self.againMilliseconds = againMilliseconds
    self.place = place
  }
}
