import Cluster
import Metrics
import World

/// What happens in the worlds of all regions of a process, as counters for metrics.
struct WorldFigures: Sendable {
  private let creatureDeaths = Counter(label: "pangea_creature_deaths_total")
  private let playerDeaths = Counter(label: "pangea_player_deaths_total")
  private let rewards = Counter(label: "pangea_rewards_total")
  private let deedsForwarded = Counter(label: "pangea_border_deeds_forwarded_total")
  private let deedsDropped = Counter(
    label: "pangea_border_deeds_dropped_total", dimensions: [("reason", "target")])
  private let deedsLost = Counter(
    label: "pangea_border_deeds_dropped_total", dimensions: [("reason", "owner")])
  private let deedsAstray = Counter(
    label: "pangea_border_deeds_dropped_total", dimensions: [("reason", "distance")])
  private let deedsSent = Counter(label: "pangea_border_deeds_sent_total")
  private let eventsDropped = Counter(
    label: "pangea_shard_drops_total", dimensions: [("reason", "event")])
  private let hearsayDropped = Counter(
    label: "pangea_shard_drops_total", dimensions: [("reason", "hearsay")])
  private let creaturesRefused = Counter(
    label: "pangea_shard_drops_total", dimensions: [("reason", "creature")])
  private let groundItemsCrowdedOut = Counter(
    label: "pangea_shard_drops_total", dimensions: [("reason", "ground_item")])
  private let npcsRefused = Counter(
    label: "pangea_shard_drops_total", dimensions: [("reason", "npc")])
  private let chestsRefused = Counter(
    label: "pangea_shard_drops_total", dimensions: [("reason", "chest")])
  private let lootDrops = Counter(label: "pangea_loot_drops_total")
  private let chestsOpened = Counter(label: "pangea_chests_opened_total")
  private let groundItemsDecayed = Counter(label: "pangea_ground_items_decayed_total")
  private let fights = Counter(label: "pangea_fights_total")
  private let wordsSaid = Counter(label: "pangea_words_said_total")
  private let violations = Dictionary(
    uniqueKeysWithValues: Violation.allCases.map {
      ($0, Counter(label: "pangea_violations_total", dimensions: [("kind", "\($0)")]))
    })

  /// What regions of this process did, those that have gone elsewhere included.
  let handoffs = HandoffTotals()

  /// What of a region was counted until its last tick.
  struct Counted: Hashable, Sendable {
    var world = World.Counters()
    var region = RegionCounts()
    var handoffs = HandoffTotals.Count()
    var deedsLost: UInt64 = 0
    var hearsayDropped: UInt64 = 0
  }

  /// Counts what came about between two ticks of a region.
  func record(_ now: Counted, since last: Counted) {
    guard now != last else { return }
    handoffs.add(now.handoffs, since: last.handoffs)
    add(fights, now.world.fights, last.world.fights)
    add(creatureDeaths, now.world.creatureDeaths, last.world.creatureDeaths)
    add(playerDeaths, now.world.playerDeaths, last.world.playerDeaths)
    add(rewards, now.world.rewards, last.world.rewards)
    add(deedsForwarded, now.world.deedsForwarded, last.world.deedsForwarded)
    add(deedsDropped, now.world.deedsDropped, last.world.deedsDropped)
    add(eventsDropped, now.world.eventsDropped, last.world.eventsDropped)
    add(creaturesRefused, now.world.creaturesRefused, last.world.creaturesRefused)
    add(groundItemsCrowdedOut, now.world.groundItemsCrowdedOut, last.world.groundItemsCrowdedOut)
    add(npcsRefused, now.world.npcsRefused, last.world.npcsRefused)
    add(chestsRefused, now.world.chestsRefused, last.world.chestsRefused)
    add(lootDrops, now.world.lootDrops, last.world.lootDrops)
    add(chestsOpened, now.world.chestsOpened, last.world.chestsOpened)
    add(groundItemsDecayed, now.world.groundItemsDecayed, last.world.groundItemsDecayed)
    add(deedsSent, now.region.effectsSent, last.region.effectsSent)
    add(deedsAstray, now.region.effectsAstray, last.region.effectsAstray)
    add(wordsSaid, now.region.wordsSaid, last.region.wordsSaid)
    add(deedsLost, now.deedsLost, last.deedsLost)
    add(hearsayDropped, now.hearsayDropped, last.hearsayDropped)
  }

  func count(_ violation: Violation) { violations[violation]?.increment() }

  private func add(_ counter: Counter, _ now: UInt64, _ last: UInt64) {
    if now > last { counter.increment(by: now - last) }
  }
}
