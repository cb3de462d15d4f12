import Model

/// What the bots of one event loop saw, to be added up.
struct SwarmTotals: Sendable {
  var connected = 0
  var disconnects = 0
  var resumed = 0
  var tickHz: UInt32 = 0
  var inputs = BotsReport.Inputs()
  /// Inputs not sent because `Limits.pendingInputsMax` waited.
  var inputsHeldBack: UInt64 = 0
  var handoffs = BotsReport.Handoffs()
  var fights = BotsReport.Fights()
  var belongings = BotsReport.Belongings()
  var kicked = 0
  var announcementsRepeated = 0
  var announcements: [AdminOperationID: BotsReport.Hearing] = [:]
  var handoffGaps: GapSamples
  var steadyGaps: GapSamples
  var traffic = BotClient.Traffic()
  var updates: UInt64 = 0
  /// Entities in view, and those that moved, summed over all updates.
  var seen: UInt64 = 0
  var moved: UInt64 = 0
  /// The time that all bots were in the world, in seconds.
  var playedSeconds = 0.0
  var violations: [Violation] = []
  var violationsTotal = 0

  init(seed: UInt64) {
    handoffGaps = GapSamples(seed: seed)
    steadyGaps = GapSamples(seed: seed &+ 1)
  }

  mutating func note(_ violation: Violation) {
    violationsTotal += 1
    if violations.count < Limits.violationsMax { violations.append(violation) }
  }

  mutating func add(_ other: SwarmTotals) {
    connected += other.connected
    disconnects += other.disconnects
    resumed += other.resumed
    tickHz = max(tickHz, other.tickHz)
    inputs.add(other.inputs)
    inputsHeldBack += other.inputsHeldBack
    handoffs.started += other.handoffs.started
    handoffs.completed += other.handoffs.completed
    handoffs.refused += other.handoffs.refused
    handoffs.crossShard += other.handoffs.crossShard
    fights.hits += other.fights.hits
    fights.blows += other.fights.blows
    fights.kills += other.fights.kills
    fights.deaths += other.fights.deaths
    fights.refused += other.fights.refused
    belongings.add(other.belongings)
    kicked += other.kicked
    announcementsRepeated += other.announcementsRepeated
    announcements.merge(other.announcements) { $0.with($1) }
    handoffGaps.add(other.handoffGaps)
    steadyGaps.add(other.steadyGaps)
    traffic.received += other.traffic.received
    traffic.sent += other.traffic.sent
    updates += other.updates
    seen += other.seen
    moved += other.moved
    playedSeconds += other.playedSeconds
    violations.append(contentsOf: other.violations.prefix(Limits.violationsMax - violations.count))
    violationsTotal += other.violationsTotal
  }

  func report(_ configuration: BotsConfiguration, seconds: Double) -> BotsReport {
    var report = BotsReport()
    report.seed = configuration.seed
    report.seconds = seconds
    report.tickHz = tickHz
    report.bots.requested = configuration.count
    report.bots.connected = connected
    report.bots.disconnects = disconnects
    report.bots.resumed = resumed
    report.inputs = inputs
    report.handoffs = handoffs
    report.fights = fights
    report.belongings = belongings
    report.bots.kicked = kicked
    report.announcements.heard = announcements.values.reduce(0) { $0 + $1.bots }
    report.announcements.repeated = announcementsRepeated
    report.announcements.different = announcements.count
    report.announcements.each = announcements.values
      .sorted { ($0.firstAt, $0.id) < ($1.firstAt, $1.id) }
      .prefix(Limits.announcementsListedMax).map { $0 }
    report.gapMilliseconds.handoff = handoffGaps.percentiles()
    report.gapMilliseconds.steady = steadyGaps.percentiles()
    if playedSeconds > 0 {
      report.bytesPerClientSecond.received = Double(traffic.received) / playedSeconds
      report.bytesPerClientSecond.sent = Double(traffic.sent) / playedSeconds
    }
    report.view = view
    report.violations = violations
    report.violationsTotal = violationsTotal
    report.ok = violationsTotal == 0 && connected == configuration.count
    return report
  }
}

extension SwarmTotals {
  private var view: BotsReport.View {
    var view = BotsReport.View()
    guard updates > 0 else { return view }
    view.entities = Double(seen) / Double(updates)
    view.moved = Double(moved) / Double(updates)
    if seen > 0 { view.bytesPerEntity = Double(traffic.received) / Double(seen) }
    return view
  }
}

/// The totals of one event loop, which all its bots write to.
final class Tally {
  var totals: SwarmTotals

  init(seed: UInt64) { totals = SwarmTotals(seed: seed) }
}

extension BotsReport.Belongings {
  mutating func add(_ other: Self) {
    requests += other.requests
    done += other.done
    refused += other.refused
    retried += other.retried
    pending += other.pending
    violations += other.violations
  }
}

extension BotsReport.Inputs {
  mutating func add(_ other: Self) {
    sent += other.sent
    acknowledged += other.acknowledged
    pending += other.pending
    lost += other.lost
    appliedTwice += other.appliedTwice
    rolledBack += other.rolledBack
  }
}
