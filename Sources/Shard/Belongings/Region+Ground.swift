import Cluster
import Logging
import Model
import NIOCore
import Storage
import Wire
import World

/// What lies on the region's ground: rows of storage that the region owns, shown as entities.
extension Region {
  /// A creature left something behind, or a chest was opened: storage makes it, once.
  func mint(_ loot: Loot) {
    let drops = loot.drops.compactMap { drop in
      simulation.rules.items.kind(of: drop.item).map {
        LootDrop(kind: $0, count: drop.count, position: drop.position)
      }
    }
    guard !drops.isEmpty else { return }
    askAboutGround(
      ValueOperation(
        id: loot.operation, region: RegionFence(region: id, epoch: epoch),
        action: .loot(drops, at: id)))
  }

  /// Nobody took it in time.
  func burn(_ items: [ItemID]) {
    guard !items.isEmpty else { return }
    book.decays += 1
    book.groundChangedAt = lastTick
    askAboutGround(
      ValueOperation(
        id: .decay(id, epoch, counter: book.decays),
        region: RegionFence(region: id, epoch: epoch), action: .decay(items, at: id)))
  }

  func came(_ reply: ValueReply, of operation: ValueOperation) {
    switch reply {
    case .outcome(.done(let receipt, isRepeated: false)):
      showGround(appeared: receipt.appeared, lifted: [])
    case .outcome(.done(_, isRepeated: true)):
      // Somebody may have taken of it since: storage says what still lies there.
      book.surveyAt = lastTick
    case .outcome: break
    default:
      book.repeatLater(operation)
      book.againAt = Tick(lastTick.rawValue + UInt64(Tick.perSecond))
    }
  }

  /// Shows what came to lie somewhere and what was taken, here and in neighbours.
  func showGround(appeared: [Storage.GroundItem], lifted: [ItemID]) {
    for item in appeared where item.region == id { lay(item) }
    for item in lifted { lift(item) }
    for region in Set(appeared.map(\.region)).sorted() where region != id {
      let piles = appeared.filter { $0.region == region }.map {
        GroundNews.Pile(item: $0.id, kind: $0.kind, count: $0.count, position: $0.position)
      }
      send(.groundNews(GroundNews(region: region, appeared: piles)), to: region)
    }
  }

  private func lay(_ item: Storage.GroundItem) {
    guard let number = simulation.rules.items.number(of: item.kind) else { return }
    book.groundChangedAt = lastTick
    intents.append(
      .lay(
        World.GroundItem(
          id: item.id, item: number, count: item.count, position: item.position,
          since: time.gameTick(Tick(UInt64(clamping: item.since / Tick.milliseconds))))))
  }

  /// Ours, or a neighbour's, who is told.
  private func lift(_ item: ItemID) {
    let owner = simulation.holder(of: .item(item))
    if let owner, owner != id {
      send(.groundNews(GroundNews(region: owner, lifted: [item])), to: owner)
      return
    }
    book.groundChangedAt = lastTick
    intents.append(.lift(item))
  }

  /// A player of a neighbour took or laid something here.
  func hear(_ news: GroundNews) {
    book.groundChangedAt = lastTick
    for pile in news.appeared {
      guard let number = simulation.rules.items.number(of: pile.kind) else { continue }
      intents.append(
        .lay(
          World.GroundItem(
            id: pile.item, item: number, count: pile.count, position: pile.position)))
    }
    for item in news.lifted { intents.append(.lift(item)) }
  }

  /// Storage's word on what lies here. When something changed since it was asked, it says nothing.
  func surveyed(_ rows: [Storage.GroundItem], asked: Tick) {
    guard book.groundChangedAt < asked else {
      book.surveyAt = Tick(lastTick.rawValue + UInt64(Tick.perSecond))
      return
    }
    var shown = Set(simulation.groundItems.map(\.id))
    for row in rows where shown.remove(row.id) == nil { lay(row) }
    for item in shown.sorted() { intents.append(.lift(item)) }
  }

  /// Once a tick: what storage did not take, what nobody told, wishes of unknown outcome.
  func keepBooks(_ tick: Tick) {
    guard state == .open || isSettling else { return }
    settleUnknown(tick)
    keepTrades(tick)
    if tick >= book.againAt {
      for operation in book.takeAgain() { askAboutGround(operation) }
    }
    if tick >= book.surveyAt, state == .open {
      book.surveyAt = Tick(tick.rawValue + limits.groundSurveyTicks)
      survey(tick)
    }
  }
}
