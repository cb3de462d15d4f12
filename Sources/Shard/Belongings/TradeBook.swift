import Model
import Storage
import Wire

/// What a region knows of trades: what its players have proposed, whom it holds for a trade that
/// another region carries out, and which of its own wait for the other side.
struct TradeBook: Sendable {
  /// What a player gives to another and wants for it, until somebody agrees or its time is over.
  struct Proposal: Hashable, Sendable {
    var other: CharacterID
    var give: [WirePortion]
    var giveGold: UInt64
    /// `give`, by kinds.
    var goods: [WireGood]
    var take: [WireGood]
    var takeGold: UInt64
    var expires: Tick

    /// Whether somebody wants just that from the other side.
    func mirrors(_ ask: TradeAsk) -> Bool {
      other == ask.request.character && goods == ask.take && giveGold == ask.takeGold
        && take == ask.give && takeGold == ask.giveGold
    }
  }

  /// What a player would give to another, for it to see.
  struct Draft: Hashable, Sendable {
    var other: CharacterID
    var step: TradeStep
    var goods: [WireGood]
    var gold: UInt64
  }

  /// One of our players, held for a trade of another region's player.
  struct Consent: Hashable, Sendable {
    var request: RequestName
    /// Of whose trade it is.
    var name: String
    var other: CharacterID
    /// When storage is asked how it ended.
    var settleAt: Tick
  }

  /// One of our players' trades: the other side was asked.
  struct Asked: Hashable, Sendable {
    var request: ValueRequest
    /// Nil: it is shown a draft.
    var proposal: Proposal?
    var region: RegionID
    var gaveUpAt: Tick
  }

  var proposals: [CharacterID: Proposal] = [:]
  var consents: [CharacterID: Consent] = [:]
  var asked: [CharacterID: Asked] = [:]

  /// How long a proposal stands, in ticks.
  static let proposalTicks: UInt64 = 30 * UInt64(Tick.perSecond)
  /// How long the other side is waited for.
  static let answerTicks = UInt64(Tick.perSecond)
  /// How long a side that consented waits before it asks storage how it ended, which ends it: the
  /// one who asked waits for the consent, then tries for a while to do it, and has a second to say
  /// so.
  static let consentTicks =
    2 * answerTicks + UInt64(ValueDesk.patience.microseconds / Tick.milliseconds / 1_000)

  var isQuiet: Bool { consents.isEmpty && asked.isEmpty }

  /// Somebody is no longer here. Whoever comes back begins anew: how its last stay's trades end is
  /// nothing to it. The other side hears of it from the region that asked, or from storage.
  mutating func forget(_ character: CharacterID) {
    proposals[character] = nil
    consents[character] = nil
    asked[character] = nil
  }

  /// One of ours no longer wants what it proposed to that one.
  mutating func withdraw(_ character: CharacterID, from other: CharacterID) {
    if proposals[character]?.other == other { proposals[character] = nil }
  }

  mutating func expire(_ tick: Tick) {
    proposals = proposals.filter { $0.value.expires > tick }
  }
}
