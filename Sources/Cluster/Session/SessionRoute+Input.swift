import Model
import Wire

extension SessionRoute {
  /// An input of the client.
  public mutating func inputReceived(
    _ input: PlayerInput, now: BootTime, directory: some DirectoryView
  ) -> (verdict: InputVerdict, actions: [Action]) {
    guard input.sequence > highest else { return (.duplicate, []) }
    guard input.sequence.rawValue - highest.rawValue <= limits.inputJumpMax else {
      return (.invalid, [])
    }
    switch phase {
    case .leaving, .ended: return (.refused, [])
    case .idle, .attaching, .attached: break
    }
    guard pending.count < limits.inputsUnacknowledgedMax else {
      inputsRefused += 1
      return (.refused, [])
    }
    if pending.isEmpty { progressAt = now }
    let isNext = sent == highest || pending.isEmpty
    highest = input.sequence
    pending.append(input)
    guard phase == .attached, isNext else { return (.accepted, []) }
    return (.accepted, send([input], now: now, directory: directory))
  }

  /// Sends everything unacknowledged again, as much as fits one message; "are you there" when there
  /// is nothing.
  mutating func resend(now: BootTime, directory: some DirectoryView) -> [Action] {
    resentAt = now
    progressAt = now
    sent = .none
    return send(
      Array(pending.prefix(limits.inputsPerMessageMax)), now: now, directory: directory)
  }

  /// The client was not shown every update: its region is asked to show everything in view anew. The
  /// question may be lost; ask again while no such update comes.
  public mutating func updatesMissed(now: BootTime, directory: some DirectoryView) -> [Action] {
    // Whoever attaches is shown everything anyway.
    guard phase == .attached, let owner = directory.owner(of: region) else { return [] }
    spokenAt = now
    let message = SessionInput(
      session: session, region: region, epoch: owner.epoch, base: base, inputs: [],
      wantsView: true)
    return [.send(.input(message), to: owner.shard)]
  }

  /// Sends what no message on this route has carried yet: the rest after a long resend.
  mutating func sendRest(now: BootTime, directory: some DirectoryView) -> [Action] {
    guard let last = pending.last, last.sequence > sent else { return [] }
    let rest = pending.drop { $0.sequence <= sent }
    return send(Array(rest.prefix(limits.inputsPerMessageMax)), now: now, directory: directory)
  }

  private mutating func send(
    _ inputs: [PlayerInput], now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    guard let owner = directory.owner(of: region) else { return [] }
    spokenAt = now
    if let last = inputs.last { sent = last.sequence }
    let message = SessionInput(
      session: session, region: region, epoch: owner.epoch, base: base, inputs: inputs)
    return [.send(.input(message), to: owner.shard)]
  }

  mutating func acknowledge(_ last: InputSequence, now: BootTime) {
    guard last > acknowledged else { return }
    acknowledged = last
    progressAt = now
    if last > highest { highest = last }
    let count = pending.prefix { $0.sequence <= last }.count
    if count > 0 { pending.removeFirst(count) }
  }
}
