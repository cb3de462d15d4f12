/// A stretch of work of one process, as a part of a trace. A plain value of fixed size: keeping one
/// allocates nothing.
public struct TraceSpan: Hashable, Sendable {
  public var trace: TraceID
  public var id: SpanID
  /// Nil: the first one of its trace.
  public var parent: SpanID?
  public var name: SpanName
  /// Set where something begins that people look for: it stands in lists of traces.
  public var kind: TraceKind?
  /// Microseconds since 1970.
  public var start: Int64
  /// Microseconds.
  public var duration: Int64
  /// It took longer than it may.
  public var isOverBudget = false
  public var details = SpanDetails()
  /// A span of another trace that has to do with this one.
  public var link: TraceContext?

  public init(
    _ name: SpanName, _ context: TraceContext, parent: SpanID?, kind: TraceKind? = nil,
    start: Int64, duration: Int64
  ) {
    self.name = name
    trace = context.trace
    id = context.span
    self.parent = parent
    self.kind = kind
    self.start = start
    self.duration = Swift.max(0, duration)
  }

  /// For what is a part of this.
  public var context: TraceContext { TraceContext(trace: trace, span: id) }
}

/// What a trace is about. The numbers of `TraceKind` in `Proto/cluster.proto`.
public enum TraceKind: UInt32, Hashable, Sendable, CaseIterable {
  case tick = 1
  case handoff, input

  /// As the API and collectors show it.
  public var text: String {
    switch self {
    case .tick: "tick"
    case .handoff: "handoff"
    case .input: "input"
    }
  }

  public init?(text: String) {
    guard let kind = Self.allCases.first(where: { $0.text == text }) else { return nil }
    self = kind
  }
}

/// What a span is about. The numbers travel: none is used again, and one that a process does not
/// know is shown as "unknown".
public enum SpanName: UInt32, Hashable, Sendable, CaseIterable {
  case unknown = 0
  /// One tick of a region, and its phases.
  case tick = 1
  case mail = 2
  case step = 3
  case effects = 4
  case saves = 5
  case neighbours = 6
  case players = 7
  case rest = 8
  /// At a gateway: from an input to the update that shows it; taking it in and sending it on; the
  /// update on its way to the client.
  case input = 20
  case relay = 21
  case deliver = 22
  /// At a shard: from the mesh to the end of the tick that applied it; in the mailbox; until the
  /// tick.
  case shard = 23
  case mailbox = 24
  case wait = 25
  case apply = 26
  case snapshot = 27
  /// A character to another region, from the border to the answer; until the offer went out; until
  /// it was answered.
  case handoff = 40
  case freeze = 41
  case offer = 42
  /// At the region that gets it: from the offer to the first update; until storage said yes; until
  /// it stood in the world.
  case arrival = 43
  case claim = 44
  case activate = 45
  /// At the gateway: the player's route is another.
  case reroute = 46
  /// At the region that gets it: the gateway asked for a character itself.
  case attach = 47

  /// As the API and collectors show it.
  public var text: String { "\(self)" }
}

/// What is known of a span beside its times.
public struct SpanDetails: Hashable, Sendable {
  public var region: RegionID?
  /// Where to.
  public var target: RegionID?
  public var character: CharacterID?
  public var tick: Tick?
  public var players: UInt32?
  public var input: InputSequence?
  public var outcome: SpanOutcome?

  public init(
    region: RegionID? = nil, target: RegionID? = nil, character: CharacterID? = nil,
    tick: Tick? = nil, players: UInt32? = nil, input: InputSequence? = nil,
    outcome: SpanOutcome? = nil
  ) {
    self.region = region
    self.target = target
    self.character = character
    self.tick = tick
    self.players = players
    self.input = input
    self.outcome = outcome
  }
}

/// How something ended, where it can end in several ways. The numbers travel.
public enum SpanOutcome: UInt32, Hashable, Sendable, CaseIterable {
  case done = 1
  case refused = 2
  /// Nobody knows what became of it.
  case lost = 3

  public var text: String { "\(self)" }
}

extension SpanDetails {
  /// Something that is said of a span.
  public enum Value: Hashable, Sendable {
    case text(String)
    case number(UInt64)
  }

  /// What is known, by name, as the API and collectors show it.
  public var values: [String: Value] {
    var values: [String: Value] = [:]
    values["region"] = region.map { .text($0.description) }
    values["target"] = target.map { .text($0.description) }
    values["character"] = character.map { .number($0.rawValue) }
    values["tick"] = tick.map { .number($0.rawValue) }
    values["players"] = players.map { .number(UInt64($0)) }
    values["input"] = input.map { .number($0.rawValue) }
    values["outcome"] = outcome.map { .text($0.text) }
    return values
  }
}
