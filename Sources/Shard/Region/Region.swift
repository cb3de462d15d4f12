import Cluster
import Model
import NIOCore
import Wire
import World

/// The only thing that simulates a region: an actor pinned for life to one event loop.
///
/// Everything from outside comes through its mailbox; a tick enters isolation once and contains no
/// `await`. What it decides about who may simulate and commit for a character, it asks of
/// `RegionAuthority`; what happens in the world, of `Simulation`.
actor Region: Ticking {
  nonisolated let id: RegionID
  nonisolated let epoch: Epoch
  nonisolated let mailbox: RegionMailbox
  nonisolated let loop: any EventLoop
  nonisolated let unownedExecutor: UnownedSerialExecutor

  let services: RegionServices
  let outbox: NIOLoopBound<LoopOutbox>
  let limits: ShardLimits

  var simulation: Simulation
  var authority: RegionAuthority
  var border: BorderDesk
  var snapshots: SnapshotDesk
  /// For the next step.
  var intents: [Intent] = []
  /// Accepted, and moved by their last owner in a tick that is still to come here.
  var arrivals: [CharacterState] = []
  /// The tick of the next step.
  var upcoming: Tick
  var residents = CharacterTable<Resident>()
  /// Who stands here, ours and ghosts.
  var labels: [EntityID: EntityLabel] = [:]
  /// Heard since the last tick.
  var hearsay = Hearsay()
  var lastTick: Tick
  var times = TickTimes()
  /// How often players are told of what moves far from them.
  var pace = SightPace()
  /// The time of the game, which all of the simulation's timers run on; `Tick`s elsewhere are the
  /// cluster's.
  var time: GameClock
  /// Who waits to come in.
  var admissions: AdmissionQueue
  var counts = RegionCounts()
  /// What metrics were told of.
  var counted = WorldFigures.Counted()
  var state: State = .open
  private var mail: [RegionEvent] = []
  /// What is under way with storage about belongings.
  var book = ValueBook()
  var trades = TradeBook()
  /// What operators ordered of characters here.
  var orders = RegionOrders()
  /// Who is on the way to another region because of that.
  var summons: [CharacterID: Summons] = [:]
  /// What the authority of a region that came from another shard wants done first.
  var firstActions: [RegionAuthority.Action] = []
  /// Offers that came while the region settles: for whoever owns it afterwards.
  var heldOffers: [RegionEvent] = []
  /// When the next checkpoint is due.
  var checkpointAt: Tick
  /// When a tick over its budget may be named again.
  var slowTickLineAt = Tick(0)
  var traces: RegionTraces

  /// Whether the region lives, gives itself away, or is gone.
  enum State: Equatable {
    case open
    /// About to move to that shard: comes to rest while people play.
    case settling(for: ShardID)
    /// Under way: stands still, and keeps its mail.
    case packed
    /// Since this tick: no one new, everybody saved and sent away.
    case closing(since: Tick)
    case closed
  }

  /// - Parameter now: the tick that was last due.
  init(
    fence: (region: RegionID, epoch: Epoch), origin: consuming sending RegionOrigin,
    map: RegionMap, services: RegionServices, outbox: NIOLoopBound<LoopOutbox>, now: Tick,
    limits: ShardLimits, on loop: any EventLoop
  ) {
    id = fence.region
    epoch = fence.epoch
    let cargo = origin.cargo
    self.loop = loop
    unownedExecutor = loop.executor.asUnownedSerialExecutor()
    mailbox = RegionMailbox(loop: loop, limit: limits.mailboxEventsMax)
    self.services = services
    traces = RegionTraces(services.tracing, region: fence.region, limits: limits)
    self.outbox = outbox
    self.limits = limits
    // Before its first step a region has no time of its own.
    time = GameClock(delay: origin.simulation.tick == nil ? 0 : origin.delay)
    admissions = AdmissionQueue(limits.admission)
    simulation = origin.simulation
    if let cargo {
      let arrived = RegionAuthority.unpacked(cargo, epoch: fence.epoch, now: services.clock.now)
      authority = arrived.authority
      firstActions = arrived.actions
      border = BorderDesk(cargo, epoch: fence.epoch, grid: map.grid, now: now, limits: limits)
      labels = cargo.entityLabels
      residents = cargo.shownResidents(at: now)
      for resident in cargo.residents {
        orders.arrived(resident.session.character, resident.orders)
      }
    } else {
      authority = RegionAuthority(region: fence.region, epoch: fence.epoch)
      border = BorderDesk(
        region: fence.region, epoch: fence.epoch, grid: map.grid, now: now, limits: limits)
    }
    snapshots = SnapshotDesk(
      region: fence.region, epoch: fence.epoch, grid: map.grid, shard: services.shard)
    lastTick = now
    upcoming = Tick(now.rawValue + 1)
    // Regions of a shard do not all write in the same tick.
    checkpointAt = Tick(
      now.rawValue + 1 + UInt64(fence.region.rawValue) % limits.checkpointTicks)
  }

  /// Opens the mailbox, which keeps the region until it ends. Whoever adds the region to a ticker
  /// ticks it.
  nonisolated func open() {
    mailbox.setReader { [self] in assumeIsolated { $0.readMail() } }
  }

  nonisolated func tick(
    _ tick: Tick, now: BootTime, lag: BootTime.Span = BootTime.Span(microseconds: 0)
  ) {
    assumeIsolated { $0.runTick(tick, now: now, lag: lag) }
  }

  private func readMail() {
    handleMail()
    outbox.value.flush()
  }

  /// Handles what waits in the mailbox, in the order of arrival.
  func handleMail() {
    guard state != .packed else { return }
    mailbox.drain(into: &mail)
    guard state != .closed else { return }
    let now = services.clock.now
    if !firstActions.isEmpty {
      perform(firstActions)
      firstActions = []
    }
    for event in mail {
      switch event {
      case .message(let message, _): handle(message, now: now)
      case .traced(let message, let came):
        traces.received(message, came: came)
        handle(message, now: now)
      case .stored(let id, let reply):
        traces.answered(id, reply)
        if !orders.isIdle { ordersStored(authority.saved(by: reply, to: id)) }
        perform(authority.answered(id, reply, now: now))
      case .valued(let key, let reply): valued(key, reply)
      case .order(let order): orders.received(order)
      case .orderClosed(let id): orders.closed(id)
      case .linkLost(let node): linkLost(to: node)
      }
    }
    mail.removeAll(keepingCapacity: true)
  }

  /// Gives the region away in order: takes nobody more, saves everybody, tells their gateways.
  /// `services.ended` is called when that is done.
  func close() {
    if case .settling = state { stay() }
    guard state == .open else { return }
    state = .closing(since: lastTick)
    perform(authority.close(now: services.clock.now))
    outbox.value.flush()
  }

  /// Storage has given the region to somebody else: drops everything at once.
  func supersede(by newer: Epoch) {
    guard state != .closed else { return }
    perform(authority.superseded(by: newer, now: services.clock.now))
    outbox.value.flush()
    end(.superseded)
  }

  func end(_ ending: RegionEnding) {
    guard state != .closed else { return }
    state = .closed
    mailbox.setReader(nil)
    services.orders?.ended(id)
    recordFigures()
    services.ended(id, epoch, ending)
  }
}
