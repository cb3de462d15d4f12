import Model

/// Gateway to region: what a player says to those who stand near.
public struct SessionSay: Hashable, Sendable {
  public var session: SessionAddress
  public var region: RegionID
  public var epoch: Epoch
  public var text: String

  public init(session: SessionAddress, region: RegionID, epoch: Epoch, text: String) {
    self.session = session
    self.region = region
    self.epoch = epoch
    self.text = text
  }
}

/// Gateway to gateway: a line for all on a map, or for one name.
public struct GatewayChat: Hashable, Sendable {
  /// Of the asking gateway, for the answer to a whisper.
  public var id: UInt64
  /// Who asks.
  public var gateway: GatewayID
  public var line: ChatLine
  /// For `ChatChannel.zone`.
  public var map: MapID

  public init(id: UInt64, gateway: GatewayID, line: ChatLine, map: MapID) {
    self.id = id
    self.gateway = gateway
    self.line = line
    self.map = map
  }
}

/// The player whispered to is at this gateway, and has the line.
public struct GatewayChatHeard: Hashable, Sendable {
  public var id: UInt64
  /// The name as its owner writes it.
  public var to: String

  public init(id: UInt64, to: String) {
    self.id = id
    self.to = to
  }
}
