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
  var residents: [CharacterID: Resident] = [:]
  /// Who stands here, ours and ghosts.
  var labels: [EntityID: EntityLabel] = [:]
  /// Heard since the last tick.
  var hearsay = Hearsay()
  var lastTick: Tick
  var times = TickTimes()
  var counts = RegionCounts()
  /// What metrics were told of.
  var counted = WorldFigures.Counted()
  var state: State = .open
  private var mail: [RegionEvent] = []

  /// Whether the region lives, gives itself away, or is gone.
  enum State: Equatable {
    case open
    /// Since this tick: no one new, everybody saved and sent away.
    case closing(since: Tick)
    case closed
  }

  /// - Parameter now: the tick that was last due.
  init(
    fence: (region: RegionID, epoch: Epoch), map: RegionMap, services: RegionServices,
    outbox: NIOLoopBound<LoopOutbox>, now: Tick, limits: ShardLimits, on loop: any EventLoop
  ) {
    id = fence.region
    epoch = fence.epoch
    self.loop = loop
    unownedExecutor = loop.executor.asUnownedSerialExecutor()
    mailbox = RegionMailbox(loop: loop, limit: limits.mailboxEventsMax)
    self.services = services
    self.outbox = outbox
    self.limits = limits
    simulation = Simulation(
      grid: map.grid, region: fence.region, collision: map.collision, rules: map.rules,
      places: map.places, epoch: fence.epoch, seed: fence.epoch.rawValue)
    authority = RegionAuthority(region: fence.region, epoch: fence.epoch)
    border = BorderDesk(
      region: fence.region, epoch: fence.epoch, grid: map.grid, now: now, limits: limits)
    snapshots = SnapshotDesk(
      region: fence.region, epoch: fence.epoch, grid: map.grid, shard: services.shard)
    lastTick = now
    upcoming = Tick(now.rawValue + 1)
  }

  /// Opens the mailbox. Whoever adds the region to a ticker ticks it.
  nonisolated func open() {
    mailbox.setReader { [weak self] in
      self?.assumeIsolated { $0.readMail() }
    }
  }

  nonisolated func tick(_ tick: Tick, now: BootTime) {
    assumeIsolated { $0.runTick(tick, now: now) }
  }

  private func readMail() {
    handleMail()
    outbox.value.flush()
  }

  /// Handles what waits in the mailbox, in the order of arrival.
  func handleMail() {
    mailbox.drain(into: &mail)
    guard state != .closed else { return }
    let now = services.clock.now
    for event in mail {
      switch event {
      case .message(let message, _): handle(message, now: now)
      case .stored(let id, let reply):
        perform(authority.answered(id, reply, now: now))
      case .linkLost(let node): linkLost(to: node)
      }
    }
    mail.removeAll(keepingCapacity: true)
  }

  /// Gives the region away in order: takes nobody more, saves everybody, tells their gateways.
  /// `services.ended` is called when that is done.
  func close() {
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
    services.ended(id, epoch, ending)
  }
}
