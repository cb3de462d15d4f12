import Cluster
import Model
import Wire

/// Short words for a trace: what a reader needs to follow one character.
enum TraceText {
  static func of(_ session: SessionAddress) -> String {
    "\(session.character) g\(session.generation.rawValue) \(session.gateway)"
  }

  private static func of(
    _ character: CharacterID, _ generation: SessionGeneration, _ sequence: HandoffSequence? = nil
  ) -> String {
    "\(character) g\(generation.rawValue)" + (sequence.map { " s\($0.rawValue)" } ?? "")
  }

  static func of(_ message: ClusterMessage) -> String {
    switch message {
    case .attach(let m):
      "attach \(of(m.session)) seen \(m.sequenceSeen.rawValue) base \(m.inputBase.rawValue)"
        + " to \(m.region) e\(m.epoch.rawValue)"
    case .attachRefused(let m): "attach refused: \(of(m.character, m.generation)) \(m.reason)"
    case .input(let m):
      "input \(of(m.session)) base \(m.base.rawValue) \(m.inputs.map(\.sequence.rawValue))"
        + " to \(m.region) e\(m.epoch.rawValue)"
    case .output(let m):
      "output \(of(m.character, m.generation, m.sequence)) last \(m.lastInput.rawValue)"
    case .detached(let m):
      "detached \(of(m.character, m.generation, m.sequence)) \(m.region)"
    case .notHere(let m): "not here \(of(m.character, m.generation)) \(m.region)"
    case .moved(let m): "moved \(of(m.character, m.generation, m.sequence)) to \(m.region)"
    case .staleEpoch(let m):
      "stale epoch \(m.region) is at e\(m.epoch.rawValue) "
        + (m.character.map { "\($0)" } ?? "")
    case .leave(let m): "leave \(of(m.session)) to \(m.region) e\(m.epoch.rawValue)"
    case .left(let m): "left \(of(m.character, m.generation))"
    case .handoffOffer(let m):
      "offer \(m.id) \(of(m.session)) s\(m.sequence.rawValue) to \(m.target) "
        + "e\(m.targetEpoch.rawValue) last \(m.state.counters.lastInput.rawValue)"
    case .handoffAccept(let m): "accept \(m.id) \(m.character) s\(m.sequence.rawValue)"
    case .handoffRefuse(let m):
      "refuse \(m.id) \(m.character) s\(m.sequence.rawValue) \(m.reason) "
        + "e\(m.targetEpoch.rawValue)"
    case .moveAsk(let m): "will you take \(m.region) of e\(m.epoch.rawValue)"
    case .moveAnswer(let m): "\(m.verdict) for \(m.region) of e\(m.epoch.rawValue)"
    case .parcel(let m):
      "part \(m.part) of \(m.parts) of \(m.region) of e\(m.epoch.rawValue)"
    case .request(let m):
      "\(of(m.session)) \(of(m.request)) to \(m.region) e\(m.epoch.rawValue)"
    case .tradeAsk(let m): "may \(of(m.request)) be for \(m.other)"
    case .tradeReply(let m):
      "\(m.verdict) to \(of(m.request)): \(m.side.other) of \(m.side.holder) "
        + "s\(m.side.sequence.rawValue) v\(m.side.valueVersion.rawValue)"
    case .tradeEnd(let m):
      "\(of(m.request)) for \(m.other) is \(m.isDone ? "done" : "over")"
    case .running(let m): "\(m.region) runs at e\(m.epoch.rawValue)"
    default: "\(message)"
    }
  }

  static func of(_ action: RegionAuthority.Action) -> String {
    switch action {
    case .send(let message, to: .gateway(let gateway)): "tells \(gateway): \(of(message))"
    case .send(let message, to: .region(let region)): "tells \(region): \(of(message))"
    case .store(let request): "asks #\(request.id.rawValue) \(of(request.operation))"
    case .admit(let state, let sequence, let session):
      "admits \(of(session)) s\(sequence.rawValue) last \(state.counters.lastInput.rawValue)"
    case .update(let session, let sequence): "updates \(of(session)) s\(sequence.rawValue)"
    default: "\(action)"
    }
  }

  static func of(_ action: RegionDeparture.Action) -> String {
    switch action {
    case .send(let message, to: let shard): "tells \(shard): \(of(message))"
    case .settle(let region, for: let shard): "settles \(region) for \(shard)"
    case .stay(let region): "keeps \(region) if it can"
    case .claim(let region, from: let epoch): "claims \(region) back from e\(epoch.rawValue)"
    case .finish(let region, at: let epoch, on: let shard):
      "finishes \(region), which runs on \(shard) at e\(epoch.rawValue)"
    case .reopen(let region, at: let epoch): "reopens \(region) at e\(epoch.rawValue)"
    case .drop(let region, newer: let epoch):
      "has lost \(region), which is at e\(epoch.rawValue)"
    case .giveUp(let region, let reason): "gives up to move \(region): \(reason)"
    }
  }

  static func of(_ action: RegionTakeover.Action) -> String {
    switch action {
    case .send(let message, to: let shard): "tells \(shard): \(of(message))"
    case .read(let bytes): "reads a cargo of \(bytes.count) bytes"
    case .claim(let region, from: let epoch): "claims \(region) from e\(epoch.rawValue)"
    case .open(let region, at: let epoch): "may open \(region) at e\(epoch.rawValue)"
    case .forget(let region): "takes no \(region)"
    }
  }

  static func of(_ action: SessionRoute.Action) -> String {
    switch action {
    case .send(let message, to: let shard): "tells \(shard): \(of(message))"
    default: "\(action)"
    }
  }

  static func of(_ operation: AuthorityRequest.Operation) -> String {
    switch operation {
    case .attach(let rows):
      "attach "
        + list(rows) { "\($0.character) g\($0.generation.rawValue) seen \($0.seen.rawValue)" }
    case .claim(let rows):
      "claim " + list(rows) { "\($0.character) from \($0.source) s\($0.from.rawValue)" }
    case .revoke(let rows): "revoke " + list(rows) { "\($0.character) s\($0.sequence.rawValue)" }
    case .confirm(let rows): "confirm " + list(rows) { "\($0.character) s\($0.sequence.rawValue)" }
    case .save(let rows): "save " + saves(rows)
    case .leave(let rows): "leave " + saves(rows)
    }
  }

  private static func saves(_ rows: [AuthorityRequest.Save]) -> String {
    list(rows) {
      "\($0.character) s\($0.sequence.rawValue) last \($0.state.counters.lastInput.rawValue)"
    }
  }

  static func of(_ reply: AuthorityReply?) -> String {
    switch reply {
    case .attached(let rows):
      list(rows) {
        if case .won(let sequence, _, let state) = $0 {
          "won \(state.character) s\(sequence.rawValue) last \(state.counters.lastInput.rawValue)"
        } else {
          "\($0)"
        }
      }
    case .moved(let rows):
      list(rows) {
        switch $0 {
        case .won: "won"
        case .refused(let holding): "refused, is \(of(holding))"
        }
      }
    case .refused(let rows): "refused " + list(rows) { "\($0.character) is \(of($0.holding))" }
    case .superseded(let epoch): "superseded by e\(epoch.rawValue)"
    case .unavailable, nil: "unavailable"
    }
  }

  private static func of(_ holding: AuthorityReply.Holding?) -> String {
    guard let holding else { return "unknown" }
    return "s\(holding.sequence.rawValue) of " + (holding.holder.map { "\($0)" } ?? "nobody")
  }

  private static func list<Row>(_ rows: [Row], _ text: (Row) -> String) -> String {
    "[" + rows.map(text).joined(separator: ", ") + "]"
  }
}
