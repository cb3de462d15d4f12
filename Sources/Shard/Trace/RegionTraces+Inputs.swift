import Cluster
import Model
import Wire

/// An input that belongs to a trace, on its way to the tick that applies it.
struct TracedInput: Sendable {
  var character: CharacterID
  var sequence: InputSequence
  /// Where it came from: a span of its gateway.
  var context: TraceContext
  /// When it came over the mesh, and when it was taken out of the mailbox.
  var came: BootTime
  var handled: BootTime
  var isApplied = false
}

extension RegionTraces {
  /// A message that belongs to a trace was taken out of the mailbox.
  mutating func received(_ message: ClusterMessage, came: BootTime) {
    guard let context = message.trace, context.isSampled else { return }
    let now = tracing.clock.now
    switch message {
    case .input(let input):
      guard let last = input.inputs.last else { return }
      guard inputs.count < limits.tracedInputsMax else { return tracing.recorder.missed() }
      inputs.append(
        TracedInput(
          character: input.session.character, sequence: last.sequence, context: context,
          came: came, handled: now))
    case .handoffOffer(let offer):
      expect(offer.session.character, .arrival, context, came: came, handled: now)
    case .attach(let attach):
      expect(attach.session.character, .attach, context, came: came, handled: now)
    default: break
    }
  }

  /// The tick applies an input.
  mutating func took(_ input: PlayerInput, of character: CharacterID) {
    for index in inputs.indices
    where inputs[index].character == character && inputs[index].sequence <= input.sequence {
      inputs[index].isApplied = true
    }
  }

  /// Records the inputs that this tick applied, from the mesh to the end of what players are told.
  mutating func finishInputs(_ tick: Tick, in own: TraceContext) {
    for input in inputs where input.isApplied {
      let context = input.context.under(source.span())
      var whole = span(
        .shard, context, parent: input.context.span, from: input.came, to: laps.end(of: .players))
      whole.details.character = input.character
      whole.details.input = input.sequence
      whole.details.tick = tick
      whole.link = own
      begin(whole)
      add(.mailbox, from: input.came, to: input.handled)
      add(.wait, from: input.handled, to: laps.began)
      add(.apply, from: laps.began, to: laps.end(of: .step))
      add(.effects, from: laps.start(of: .effects), to: laps.end(of: .effects))
      add(.snapshot, from: laps.start(of: .players), to: laps.end(of: .players))
      end(worth: .kept)
      see(input.character, in: context, at: laps.began)
    }
    inputs.removeAll(where: \.isApplied)
  }

  /// Inputs that no tick applied: of somebody who is not here, or older than what was.
  mutating func forgetInputs(before now: BootTime) {
    inputs.removeAll { $0.handled + limits.tracePatience < now }
  }

  /// A character did something in a trace: what it does next belongs there too.
  private mutating func see(_ character: CharacterID, in context: TraceContext, at now: BootTime) {
    guard recent[character] != nil || recent.count < limits.tracedCharactersMax else {
      return tracing.recorder.missed()
    }
    recent[character] = Sighting(context: context, at: now)
  }

  mutating func forgetSightings(before now: BootTime) {
    guard recent.values.contains(where: { $0.at + limits.traceMemory < now }) else { return }
    recent = recent.filter { $0.value.at + limits.traceMemory >= now }
  }
}
