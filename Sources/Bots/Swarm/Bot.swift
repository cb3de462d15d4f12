import Foundation
import Logging
import Model
import NIOCore
import Wire

/// One player of a swarm: a client, somebody who decides where it walks, and a witness.
final class Bot {
  private let index: Int
  private let configuration: BotsConfiguration
  private let tally: Tally
  /// Told which changes of what it owns are said to be done.
  private let confirmed: (OperationID) -> Void
  private var client: BotClient?
  private var witness: Witness
  private var pilot: Pilot?
  private var position: Position?
  private var isDead = false
  private var isHurt = false
  /// Nil: it takes nothing.
  private var belongings: BotBelongings?
  /// Where it goes first, and until when at most.
  private var home: Position?
  private var homeUntil = NIODeadline.distantPast

  private var lastUpdate: NIODeadline?
  private var joinedAt: NIODeadline?
  private var hasPlayed = false
  /// What operators told it.
  private var announcements: Set<AdminOperationID> = []
  private var problem = "no connection"
  /// As many as asked for, and as the server allows.
  private var inputsPerSecond: Int
  private(set) var nextInput = NIODeadline.distantFuture

  init(
    index: Int, configuration: BotsConfiguration, tally: Tally,
    confirmed: @escaping (OperationID) -> Void
  ) {
    self.index = index
    self.confirmed = confirmed
    self.tally = tally
    inputsPerSecond = configuration.inputsPerSecond
    self.configuration = configuration
    witness = Witness(speedPerTick: configuration.speedPerTick)
    if configuration.loot { belongings = BotBelongings() }
  }

  private var seed: UInt64 {
    var random = SeededGenerator(seed: configuration.seed &+ UInt64(index))
    return random.next()
  }

  func connect(on loop: any EventLoop, logger: Logger) {
    let all = configuration.addresses
    let turn = index % all.count
    let client = BotClient(
      addresses: Array(all[turn...] + all[..<turn]), seed: seed, on: loop, logger: logger
    ) { [weak self] event in self?.handle(event) }
    self.client = client
    client.connect()
  }

  /// Sends the next input.
  func steer(at now: NIODeadline) {
    nextInput = now + .microseconds(Int64(1_000_000 / inputsPerSecond))
    guard let client, client.isPlaying, let position else { return }
    wish(from: position, at: now)
    guard let order = order(from: position) else { return }
    if let sequence = client.send(order.motion, order.deed) {
      witness.sent(sequence)
      tally.totals.inputs.sent += 1
    } else {
      tally.totals.inputsHeldBack += 1
    }
  }

  /// The dead stand, and ask to live again. A crowd spreads out over the map before it begins.
  private func order(from position: Position) -> BotOrder? {
    if isDead { return BotOrder(motion: .stand, deed: .respawn) }
    if let home {
      let near = Int64(Self.homeReach)
      if NIODeadline.now() < homeUntil, position.distanceSquared(to: home) > near * near {
        return BotOrder(motion: .target(home))
      }
      self.home = nil
    }
    return pilot?.next(from: position)
  }

  /// Says goodbye; what nobody acknowledged by now is pending.
  func finish() {
    settle()
    if let client {
      if client.pendingCount > 0 {
        tally.totals.inputs.pending += UInt64(client.pendingCount)
        note(.inputPending, "\(client.pendingCount) inputs")
      }
      stopClock()
      client.leave(reason: "done")
      tally.totals.traffic.received += client.traffic.received
      tally.totals.traffic.sent += client.traffic.sent
    }
    if !hasPlayed { note(.notConnected, problem) }
  }

  /// Adds up what the witnesses know of the character.
  private func settle() {
    if let belongings { tally.totals.belongings.add(belongings.summary) }
    tally.totals.inputs.lost += witness.lost
    tally.totals.inputs.appliedTwice += witness.appliedTwice
    tally.totals.inputs.rolledBack += witness.rolledBack
  }

  /// Asks for what lies near, and again for what was not answered.
  private func wish(from position: Position, at now: NIODeadline) {
    guard let client, !isDead, var belongings, case .loot(var looter)? = pilot else { return }
    let requests = belongings.requests(
      at: Self.milliseconds(now), from: position, isHurt: isHurt, looter: &looter)
    self.belongings = belongings
    pilot = .loot(looter)
    for request in requests { client.send(request) }
  }

  /// After the last input: what waits is sent again.
  func tend(at now: NIODeadline) {
    guard let client, client.isPlaying else { return }
    for request in belongings?.lastRequests(at: Self.milliseconds(now)) ?? [] {
      client.send(request)
    }
  }

  private static func milliseconds(_ time: NIODeadline) -> Int64 {
    Int64(time.uptimeNanoseconds / 1_000_000)
  }

  private func note(_ invariant: Violation.Invariant, _ detail: String) {
    tally.totals.note(Violation(invariant, bot: index, detail: detail))
  }

  private func stopClock() {
    guard let joinedAt else { return }
    tally.totals.playedSeconds += Double((NIODeadline.now() - joinedAt).nanoseconds) / 1e9
    self.joinedAt = nil
  }
}

extension Bot {
  private func handle(_ event: BotClient.Event) {
    switch event {
    case .snapshot(let scan, let frame, let acknowledged):
      tally.totals.inputs.acknowledged += UInt64(acknowledged)
      received(scan)
      pilot?.saw(frame)
    case .welcomed(let welcome):
      tally.totals.tickHz = welcome.tickHz
      if welcome.inputsPerSecondMax > 0 {
        inputsPerSecond = min(inputsPerSecond, Int(welcome.inputsPerSecondMax))
      }
    case .joined(let joined, let isResumed):
      self.joined(joined, isResumed: isResumed)
    case .announcement(let told):
      heard(told)
    case .refused(let error):
      if error.code == .kicked { tally.totals.kicked += 1 }
      problem = "\(error.code): \(error.message)"
    case .disconnected(let reason, let wasPlaying):
      disconnected(reason, wasPlaying: wasPlaying)
    case .malformed(let detail):
      note(.malformed, detail)
    case .characterLost(let pending):
      characterLost(pending)
    case .ended:
      if joinedAt != nil || !hasPlayed { problem = "the session ended" }
    case .answer(let answer):
      guard case .loot(var looter)? = pilot else { return }
      let done = belongings?.received(answer, at: Self.milliseconds(.now()), looter: &looter)
      pilot = .loot(looter)
      if let done = done ?? nil, let character = client?.loggedIn?.character {
        confirmed(.request(character, login: done.login, number: done.number))
      }
    case .belongings(let told):
      let complaints = belongings?.received(told, at: Self.milliseconds(.now())) ?? []
      for complaint in complaints { note(complaint.invariant, complaint.detail) }
    case .probeReply:
      break
    }
  }

  private func heard(_ told: Announcement) {
    guard announcements.insert(told.id).inserted else {
      tally.totals.announcementsRepeated += 1
      return
    }
    let now = Int64(Date().timeIntervalSince1970 * 1_000)
    let heard = BotsReport.Hearing(id: "\(told.id)", bots: 1, firstAt: now, lastAt: now)
    tally.totals.announcements.merge([told.id: heard]) { $0.with($1) }
  }

  private func joined(_ joined: Joined, isResumed: Bool) {
    joinedAt = .now()
    belongings?.joined(login: client?.loggedIn?.login ?? 0, at: Self.milliseconds(.now()))
    if isResumed {
      tally.totals.resumed += 1
      witness.reconnected()
    }
    guard pilot == nil else { return }
    if configuration.count > Self.crowd, !configuration.gather { spread(over: joined.grid) }
    pilot = makePilot(on: joined.grid)
    // Inputs of different bots stand at different times within the interval.
    let interval = 1_000_000 / inputsPerSecond
    nextInput = .now() + .microseconds(Int64(index * 7919 % interval))
  }

  private func makePilot(on grid: RegionGrid) -> Pilot {
    if configuration.gather {
      return .gather(Gatherer(seed: seed, inputsPerSecond: inputsPerSecond))
    }
    if configuration.loot {
      return .loot(Looter(seed: seed, inputsPerSecond: inputsPerSecond))
    }
    if configuration.fight {
      return .fight(Fighter(seed: seed, inputsPerSecond: inputsPerSecond))
    }
    if configuration.cross, grid.columns > 1 || grid.rows > 1 {
      return .cross(BorderCrosser(grid: grid, seed: seed, inputsPerSecond: inputsPerSecond))
    }
    return .wander(Wanderer(seed: seed, inputsPerSecond: inputsPerSecond))
  }

  private func spread(over grid: RegionGrid) {
    var random = SeededGenerator(seed: seed)
    let bounds = grid.bounds
    home = Position(
      x: Fixed(random.below(UInt32(bounds.maxX))), y: Fixed(random.below(UInt32(bounds.maxY))))
    homeUntil = .now() + .seconds(Self.homeSeconds)
  }

  /// More bots than that do not stay where they came into the world.
  private static let crowd = 100
  private static let homeReach: Fixed = 150 * .one
  private static let homeSeconds: Int64 = 15

  private func disconnected(
    _ reason: String, wasPlaying: Bool
  ) {
    if !hasPlayed, problem == "no connection" || !reason.hasPrefix("the ") { problem = reason }
    lastUpdate = nil
    guard wasPlaying else { return }
    tally.totals.disconnects += 1
    stopClock()
  }

  /// A new character begins with new counters.
  private func characterLost(_ pending: Int) {
    note(.sessionLost, "\(pending) inputs were pending")
    tally.totals.inputs.lost += UInt64(pending)
    settle()
    witness = Witness(speedPerTick: configuration.speedPerTick)
    if belongings != nil { belongings = BotBelongings() }
    position = nil
    lastUpdate = nil
  }

  /// What befell the bot itself.
  private func count(_ events: [EntityEvent]) {
    guard !events.isEmpty, let own = client?.loggedIn?.character.rawValue else { return }
    for event in events {
      switch event.kind {
      case .damage where event.source == own: tally.totals.fights.hits += 1
      case .damage where event.target == own: tally.totals.fights.blows += 1
      case .kill where event.source == own: tally.totals.fights.kills += 1
      case .death where event.target == own: tally.totals.fights.deaths += 1
      case .skillRefused where event.source == own: tally.totals.fights.refused += 1
      default: break
      }
    }
  }

  private func received(_ scan: SnapshotScan) {
    tally.totals.updates += 1
    tally.totals.seen += UInt64(scan.visible)
    tally.totals.moved += UInt64(scan.moved)
    let finding = witness.received(scan)
    for complaint in finding.violations { note(complaint.invariant, complaint.detail) }
    guard let own = scan.own else { return }
    position = own.position
    if let vitals = own.vitals {
      isDead = vitals.state & 1 != 0
      isHurt = vitals.health < vitals.healthMax / 2
    }
    count(scan.events)
    if !hasPlayed {
      hasPlayed = true
      tally.totals.connected += 1
    }
    let now = NIODeadline.now()
    if let lastUpdate {
      let gap = (now - lastUpdate).nanoseconds / 1000
      if finding.sequenceChanged {
        tally.totals.handoffGaps.add(microseconds: gap)
      } else {
        tally.totals.steadyGaps.add(microseconds: gap)
      }
    }
    lastUpdate = now
    if finding.handoff { tally.totals.handoffs.completed += 1 }
    if finding.crossShard { tally.totals.handoffs.crossShard += 1 }
    if finding.refusedHandoff { tally.totals.handoffs.refused += 1 }
    if finding.handoff || finding.refusedHandoff { tally.totals.handoffs.started += 1 }
  }
}
