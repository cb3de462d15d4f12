import Model

/// Admin to a gateway: who plays there? A page of it, by the number of the character.
public struct PlayersRequest: Hashable, Sendable {
  public var id: UInt64
  public var admin: AdminID
  /// Only characters with a higher number.
  public var after: CharacterID
  public var max: UInt32
  /// Part of a name, or the number of a character or an account; empty: everybody.
  public var search: String

  public init(
    id: UInt64, admin: AdminID, after: CharacterID = CharacterID(0), max: UInt32,
    search: String = ""
  ) {
    self.id = id
    self.admin = admin
    self.after = after
    self.max = max
    self.search = search
  }
}

/// A player of a gateway, as operators see it.
public struct OnlinePlayer: Hashable, Sendable {
  public var character: CharacterID
  public var account: AccountID
  public var name: String
  /// Where the character was last known to be.
  public var region: RegionID
  /// When the log-in was granted, in milliseconds since 1970.
  public var since: UInt64
  /// False: the connection is gone, and the character waits for its player.
  public var isConnected: Bool
  /// How long an operator's mute lasts yet; 0: the player may talk.
  public var silencedMilliseconds: UInt64

  public init(
    character: CharacterID, account: AccountID, name: String, region: RegionID, since: UInt64,
    isConnected: Bool = true, silencedMilliseconds: UInt64 = 0
  ) {
    self.character = character
    self.account = account
    self.name = name
    self.region = region
    self.since = since
    self.isConnected = isConnected
    self.silencedMilliseconds = silencedMilliseconds
  }
}

/// A gateway's answer to `PlayersRequest`.
public struct PlayersReply: Hashable, Sendable {
  public var id: UInt64
  public var gateway: GatewayID
  /// How many fit, on all pages.
  public var total: UInt32
  /// In the order of their characters; `Limits.playersPageMax` at most.
  public var players: [OnlinePlayer]

  public init(id: UInt64, gateway: GatewayID, total: UInt32, players: [OnlinePlayer]) {
    self.id = id
    self.gateway = gateway
    self.total = total
    self.players = players
  }
}
