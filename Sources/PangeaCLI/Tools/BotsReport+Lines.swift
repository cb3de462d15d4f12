import Bots

extension BotsReport {
  /// The report for people.
  var lines: [String] {
    let verdict = ok ? "every check held" : "\(violationsTotal) checks failed"
    let complaints = violations.map {
      "VIOLATED  \($0.invariant), bot \($0.bot): \($0.detail)"
    }
    let lines =
      [botsLine, inputsLine, handoffsLine] + fightsLine + belongingsLine
      + announcementsLine
    return lines + [gapsLine, trafficLine, viewLine] + complaints + [verdict]
  }

  /// None when nobody fought.
  private var fightsLine: [String] {
    guard fights != BotsReport.Fights() else { return [] }
    return [
      "fights    \(fights.hits) hits, \(fights.blows) blows taken, \(fights.kills) kills, "
        + "\(fights.deaths) deaths, \(fights.refused) skills refused"
    ]
  }

  /// None when nobody asked for anything.
  private var belongingsLine: [String] {
    guard belongings != BotsReport.Belongings() else { return [] }
    return [
      "requests  \(belongings.requests) about belongings, \(belongings.done) done, "
        + "\(belongings.refused) refused, \(belongings.pending) pending, "
        + "\(belongings.retried) repetitions"
    ]
  }

  /// None when nobody was told anything.
  private var announcementsLine: [String] {
    guard announcements != BotsReport.Announcements() else { return [] }
    return [
      "told      \(announcements.different) announcements, heard \(announcements.heard) times, "
        + "\(announcements.repeated) more than once"
    ]
  }

  private var botsLine: String {
    "bots      \(bots.connected) of \(bots.requested) connected, "
      + "\(bots.disconnects) disconnects, \(bots.resumed) resumed"
  }

  private var inputsLine: String {
    "inputs    \(inputs.sent) sent, \(inputs.acknowledged) acknowledged, "
      + "\(inputs.pending) pending, \(inputs.lost) lost, "
      + "\(inputs.appliedTwice) applied twice, \(inputs.rolledBack) rolled back"
  }

  private var handoffsLine: String {
    "handoffs  \(handoffs.completed) completed, \(handoffs.crossShard) between shards, "
      + "\(handoffs.refused) refused"
  }

  private var gapsLine: String {
    "gap, ms   at handoff \(Self.text(gapMilliseconds.handoff)); "
      + "steady \(Self.text(gapMilliseconds.steady))"
  }

  private var trafficLine: String {
    "traffic   \(Int(bytesPerClientSecond.received)) bytes received, "
      + "\(Int(bytesPerClientSecond.sent)) sent, per client and second"
  }

  private var viewLine: String {
    "view      \(Self.tenths(view.entities)) entities, of which \(Self.tenths(view.moved)) move; "
      + "\(Self.tenths(view.bytesPerEntity)) bytes received per entity in view and update"
  }

  private static func tenths(_ value: Double) -> String {
    String((value * 10).rounded() / 10)
  }

  private static func text(_ gap: Percentiles) -> String {
    "p50 \(number(gap.p50)), p99 \(number(gap.p99)), p99.9 \(number(gap.p999)), "
      + "max \(number(gap.max))"
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(Int($0.rounded())) } ?? "-"
  }
}
