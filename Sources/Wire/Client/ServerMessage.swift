import Model

/// What a gateway says to a client (`ServerFrame` of `Proto/client.proto`).
///
/// Small in memory, as `ClusterMessage` is: answers to probes are by far the most that a gateway makes.
public enum ServerMessage: Hashable, Sendable {
  indirect case welcome(Welcome)
  indirect case loggedIn(LoggedIn)
  indirect case joined(Joined)
  indirect case snapshot(Snapshot)
  case probeReply(nonce: UInt64, tick: Tick, region: RegionID?)
  case error(ClientError)
  case bye(reason: String)
  indirect case chatLine(ChatLine)
  indirect case notice(Notice)
  indirect case answer(ValueAnswer)
  indirect case belongings(OwnedBelongings)
  case mailbox([WireLetter])
  indirect case tradeOffer(WireTradeOffer)
  indirect case tradeTable(WireTradeTable)
  indirect case announcement(Announcement)
}

/// The gateway's answer to `hello`: how it ticks and what it accepts.
public struct Welcome: Hashable, Sendable {
  public var version: UInt32 = 1
  public var tickHz: UInt32 = 20
  public var serverTimeMilliseconds: UInt64 = 0
  public var frameBytesMax: UInt32 = 0
  public var inputsPerSecondMax: UInt32 = 0
  public var graceSeconds: UInt32 = 0
  public var server: String = ""
  public var contentVersion: String = ""

  public init() {}
}

/// Who the player is, and the token with which a lost connection comes back.
public struct LoggedIn: Hashable, Sendable {
  public var account: AccountID
  public var character: CharacterID
  public var name: String
  public var resumeToken: [UInt8]
  public var lastInput: InputSequence
  public var resumed: Bool
  /// Numbers the log-in, for `ValueRequest`; a client that resumes goes on with its first one.
  public var login: UInt64

  public init(
    account: AccountID, character: CharacterID, name: String, resumeToken: [UInt8],
    lastInput: InputSequence, resumed: Bool, login: UInt64 = 0
  ) {
    self.account = account
    self.character = character
    self.name = name
    self.resumeToken = resumeToken
    self.lastInput = lastInput
    self.resumed = resumed
    self.login = login
  }
}

/// The map that the character stands on.
public struct Joined: Hashable, Sendable {
  public var character: CharacterID
  public var grid: RegionGrid
  public var mapName: String

  public init(character: CharacterID, grid: RegionGrid, mapName: String) {
    self.character = character
    self.grid = grid
    self.mapName = mapName
  }
}

/// Why a gateway refuses something, as a client sees it.
public struct ClientError: Error, Hashable, Sendable {
  /// The numbers of `ErrorCode` in `Proto/client.proto`.
  public enum Code: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case badVersion, malformed, oversize, outOfOrder, rateLimited, badName, badToken
    case unknownCharacter, full, unavailable, takenOver, slowReader, idle, shuttingDown, badInput
    case kicked
  }

  public var code: Code
  /// A sentence for a person.
  public var message: String
  /// 0: no use, or at once.
  public var retryAfterMilliseconds: UInt32
  /// The connection closes after this message.
  public var isFatal: Bool

  public init(_ code: Code, _ message: String, retryAfterMilliseconds: UInt32 = 0, isFatal: Bool) {
    self.code = code
    self.message = message
    self.retryAfterMilliseconds = retryAfterMilliseconds
    self.isFatal = isFatal
  }
}
