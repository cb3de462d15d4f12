import Cluster
import Logging
import Model
import Wire

/// Lines of the log that belong to traces.
extension Region {
  /// What a line about a character names: the character, this region, and the trace that it is in.
  func about(_ character: CharacterID) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["character": "\(character)", "region": "\(id)"]
    if let trace = traces.trace(of: character) { metadata["trace"] = "\(trace)" }
    return metadata
  }

  /// Where characters go and come from, for whoever looks for one.
  func logMoves(_ action: RegionAuthority.Action) {
    guard services.logger.logLevel <= .debug else { return }
    switch action {
    case .handedOver(let character, let target, let time):
      services.logger.debug(
        "a character went to another region",
        metadata: about(character).merging(
          ["target": "\(target)", "milliseconds": "\(time.microseconds / 1_000)"]) { $1 })
    case .unfreeze(let character):
      services.logger.debug("a character stays in this region", metadata: about(character))
    case .admit(let state, let sequence, _):
      services.logger.debug(
        "a character came into this region",
        metadata: about(state.character).merging(["sequence": "\(sequence)"]) { $1 })
    case .remove(let character):
      services.logger.debug("a character is no longer here", metadata: about(character))
    default: break
    }
  }

  /// Names the trace of a tick over its budget; of many in a row only one now and then.
  func logSlowTick(_ trace: TraceID, at tick: Tick, took: BootTime.Span) {
    guard tick >= slowTickLineAt else { return }
    slowTickLineAt = Tick(tick.rawValue + limits.slowTickLineTicks)
    services.logger.notice(
      "a tick took longer than its budget",
      metadata: [
        "region": "\(id)", "tick": "\(tick)", "milliseconds": "\(took.microseconds / 1_000)",
        "players": "\(residents.count)", "trace": "\(trace)",
      ])
  }
}
