/// A way through the protocol that is seldom taken, and that a campaign must have taken: where
/// nobody has been, nothing is proven.
public struct RarePath: Hashable, Sendable {
  /// As `SimulationReport.rare` counts it.
  public var name: String
  public var meaning: String

  /// Those that every campaign under all faults must reach.
  public static let all: [RarePath] =
    handoff + ownership + migration + value

  private static let handoff = [
    RarePath(
      name: "crashes-between-offer-and-accept", meaning: "the source died with an offer out"),
    RarePath(name: "accepts-for-the-dead", meaning: "an offer was accepted whose source is gone"),
    RarePath(name: "offers-refused", meaning: "a target had no room or no link"),
    RarePath(name: "offers-revoked", meaning: "a source asked storage to take its offer back"),
    RarePath(name: "revokes-won", meaning: "storage gave it back"),
    RarePath(name: "revokes-lost", meaning: "the target had claimed first"),
    RarePath(name: "claims-refused", meaning: "the source had taken its offer back first"),
    RarePath(name: "answers-repeated", meaning: "an offer came twice"),
    RarePath(name: "attaches-in-place", meaning: "a session came to a character that was there"),
    RarePath(name: "attaches-preceded", meaning: "storage knew more than the gateway"),
    RarePath(name: "crashes-as-accepted", meaning: "a target died before its accept was heard"),
    RarePath(name: "offers-to-successors", meaning: "and the offer came to whoever had its region"),
    RarePath(name: "views-asked-for", meaning: "a part of what a player sees was lost"),
    RarePath(name: "stale-epochs", meaning: "a message was for another owner"),
    RarePath(name: "stale-generations", meaning: "an older session spoke"),
  ]

  private static let ownership = [
    RarePath(name: "leases-lapsed", meaning: "an owner asked storage whether it still is one"),
    RarePath(name: "regions-superseded", meaning: "an owner learnt that it is none any more"),
    RarePath(name: "zombies-refused", meaning: "storage refused a region's past owner"),
    RarePath(name: "admitted-by-zombies", meaning: "a past owner took a character in"),
    RarePath(name: "stray-regions", meaning: "a claim was carried out that nobody waited for"),
    RarePath(name: "store-late", meaning: "a transaction happened long after it was given up"),
    RarePath(name: "regions-given-away", meaning: "a region was closed in order"),
    RarePath(name: "drained", meaning: "a shard that was told to stop gave everything away"),
    RarePath(name: "drained-by-closing", meaning: "and nobody took it as it was"),
    RarePath(name: "rollbacks", meaning: "a crash turned a character back"),
    RarePath(name: "shards-replaced", meaning: "the plan gave away what a silent shard had"),
  ]

  private static let value = [
    RarePath(name: "operations-repeated", meaning: "storage had done it before"),
    RarePath(name: "outcomes-unknown", meaning: "nobody knew whether it was done"),
    RarePath(name: "settled-as-done", meaning: "it was"),
    RarePath(name: "settled-as-aborted", meaning: "it was not, and never will be"),
    RarePath(name: "operations-of-past-owners", meaning: "another shard had the region"),
    RarePath(name: "answers-to-past-work", meaning: "the character had left when storage answered"),
    RarePath(name: "gifts-over-borders", meaning: "two regions did it together"),
    RarePath(name: "gifts-unanswered", meaning: "the other region said nothing"),
    RarePath(name: "consents-too-late", meaning: "it said yes when nobody waited any more"),
    RarePath(name: "consents-settled", meaning: "it heard no end, and asked storage"),
    RarePath(name: "crashes-with-operations", meaning: "a region died while storage was at work"),
    RarePath(name: "wishes-echoed", meaning: "a player asked for what was answered"),
  ]

  private static let migration = [
    RarePath(name: "regions-taken-over", meaning: "a region went on from its cargo"),
    RarePath(name: "regions-moved", meaning: "its old owner heard so"),
    RarePath(name: "asks-refused", meaning: "a shard would not take a region"),
    RarePath(name: "moves-given-up", meaning: "a region stayed"),
    RarePath(
      name: "moves-returned", meaning: "nobody took a packed region; it went on at its source"),
    RarePath(name: "moves-lost", meaning: "its source learnt that another has it"),
    RarePath(name: "takeovers-lost", meaning: "a target claimed too late"),
    RarePath(name: "move-claims-unknown", meaning: "storage did not answer a claim of a move"),
    RarePath(
      name: "claims-left-to-takeovers", meaning: "a shard would have claimed a region twice"),
    RarePath(name: "takeovers-preempted", meaning: "a shard claimed what was on its way to it"),
    RarePath(name: "cargoes-damaged", meaning: "a target could not read what came"),
    RarePath(name: "targets-gone", meaning: "the target's lease ended"),
    RarePath(name: "packed-before-staying", meaning: "a region was packed as it was told to stay"),
    RarePath(name: "running-unexpected", meaning: "running was heard when nobody waited for it"),
    RarePath(name: "crashes-while-settling", meaning: "the source died as the region came to rest"),
    RarePath(name: "crashes-while-packed", meaning: "the source died with the cargo under way"),
    RarePath(
      name: "crashes-of-the-target-after-its-claim", meaning: "nobody heard that the target runs it"
    ),
    RarePath(
      name: "crashes-of-the-target-while-claiming", meaning: "nobody heard what storage said"),
    RarePath(name: "crashes-before-opening", meaning: "an owner died before it opened the region"),
    RarePath(name: "offers-held", meaning: "an offer came to a region that was settling"),
    RarePath(name: "held-offers-forwarded", meaning: "and was answered by its next owner"),
    RarePath(name: "offers-of-the-predecessor", meaning: "an offer to the last owner counted"),
    RarePath(name: "mail-forwarded", meaning: "what a packed region had heard was sent on"),
    RarePath(name: "messages-forwarded", meaning: "what came later, too"),
    RarePath(name: "attaches-while-settling", meaning: "a session came to a region that settled"),
  ]
}
