import Cluster
import Model
import NIOCore
import Synchronization
import Wire

/// What all event loops of a gateway share.
final class Gateway: Sendable {
  let id: GatewayID
  let settings: ClientConnection.Settings
  let maps: [MapID: WorldMap]
  let links: GatewayLinks
  let logins: LoginRegistry
  let metrics = GatewayMetrics()
  let tracing: Tracing
  let addresses: AddressBook
  let sessions = SessionTable()
  let names = NameTable()
  let whispers: WhisperBook
  let deskCount: Int
  private let installed = Mutex<[DeskAddress]>([])
  private let draining = Atomic(false)
  private let behind = Atomic(0)

  init(
    id: GatewayID, settings: ClientConnection.Settings, maps: [MapID: WorldMap],
    links: GatewayLinks, logins: LoginRegistry, tracing: Tracing, deskCount: Int
  ) {
    self.id = id
    self.settings = settings
    self.maps = maps
    self.links = links
    self.logins = logins
    self.tracing = tracing
    self.deskCount = deskCount
    addresses = AddressBook(limits: settings.limits)
    whispers = WhisperBook(limit: settings.limits.whispersMax)
  }

  var isDraining: Bool { draining.load(ordering: .relaxed) }

  func beginDraining() { draining.store(true, ordering: .relaxed) }

  /// Shows the gauges.
  func record() {
    metrics.record(
      connections: addresses.connections, sessions: sessions.count, clientsBehind: clientsBehind)
  }

  /// Clients that miss updates at this moment, because they take too little.
  var clientsBehind: Int { behind.load(ordering: .relaxed) }

  func countBehind(_ change: Int) { behind.wrappingAdd(change, ordering: .relaxed) }

  /// Called once, before anybody connects.
  func install(_ addresses: [DeskAddress]) { installed.withLock { $0 = addresses } }

  /// One per event loop, by number.
  var desks: [DeskAddress] { installed.withLock { $0 } }

  /// A batch of messages that came over one link of the mesh: sorted by event loop and put there.
  func receive(_ messages: [ClusterMessage], from shard: ShardID) {
    guard deskCount > 1 else { return post([.receive(messages, from: shard)], to: 0) }
    let (byDesk, unknown) = sessions.sort(messages, desks: deskCount) { $0.character }
    metrics.dropped(.unknownSession, count: unknown)
    for (desk, batch) in byDesk.enumerated() where !batch.isEmpty {
      post([.receive(batch, from: shard)], to: desk)
    }
  }

  func post(_ orders: [DeskOrder], to desk: Int) {
    let address = installed.withLock { desk < $0.count ? $0[desk] : nil }
    address?.post(orders, metrics: metrics)
  }
}

/// Where to leave orders for a session desk, from any thread.
struct DeskAddress: Sendable {
  let desk: NIOLoopBound<SessionDesk>
  let loop: any EventLoop
  let mailbox: Mailbox<DeskOrder>

  /// Leaves orders, and wakes the desk if it sleeps. Outputs that do not fit are made up for by a
  /// fresh start of their sessions.
  func post(_ orders: [DeskOrder], metrics: GatewayMetrics) {
    let (wakes, refused) = mailbox.post(orders)
    if !refused.isEmpty { lost(refused, metrics: metrics) }
    guard wakes else { return }
    metrics.woke()
    loop.execute { desk.value.perform(mailbox.take()) }
  }

  private func lost(_ orders: [DeskOrder], metrics: GatewayMetrics) {
    metrics.dropped(.mailboxFull, count: orders.reduce(0) { $0 + $1.messageCount })
    var kept: [DeskOrder] = []
    var characters: Set<CharacterID> = []
    for order in orders {
      switch order {
      case .receive(let messages, _):
        for case .output(let output) in messages { characters.insert(output.character) }
      case .hear, .tell: break
      case .lostOutput, .giveWay, .arrive, .operate: kept.append(order)
      }
    }
    let rest = kept + characters.map { .lostOutput($0) }
    // Few, and each needed: at most one per session.
    loop.execute { desk.value.perform(rest) }
  }
}
