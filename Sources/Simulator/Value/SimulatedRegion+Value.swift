import Cluster
import Model
import Wire

/// Players' wishes about what they own: one after the other for each player, each at most once, told
/// only after storage has committed. The rights are the real machine's.
extension SimulatedRegion {
  /// What a region needs around itself to work on a wish.
  struct Shell {
    var shard: SimulatedShard
    var cluster: SimulatedCluster

    var now: BootTime { shard.clock(cluster) }
  }

  static let settleAfter = BootTime.Span.seconds(1)

  /// False when a message is not about belongings.
  func receiveValue(_ message: ClusterMessage, _ shell: Shell) -> Bool {
    switch message {
    case .request(let request): hear(request, shell)
    case .tradeAsk(let ask): hear(ask, shell)
    case .tradeReply(let reply): hear(reply, shell)
    case .tradeEnd(let end): hear(end, shell)
    default: return false
    }
    return true
  }

  private func hear(_ message: SessionRequest, _ shell: Shell) {
    let character = message.session.character
    guard authority.output(of: character)?.session == message.session else { return }
    guard book.bags[character, default: SimulatedBag()].take(message.request) else {
      return answer(.tryAgain, to: message.request, of: character, shell)
    }
    pump(character, shell)
  }

  /// Tells the player with its next update.
  func answer(
    _ code: ValueAnswer.Code, to request: ValueRequest, of character: CharacterID, _ shell: Shell
  ) {
    shell.cluster.trace {
      "\(shell.shard.node) \(self.authority.region) answers \(character) "
        + "\(TraceText.of(request)): \(code)"
    }
    if code != .tryAgain {
      shell.cluster.checker.told(
        request.name(of: character), isDone: code == .done, at: shell.cluster.now)
    }
    guard bodies[character] != nil else { return }
    book.answers[character, default: []].append(
      ValueAnswer(number: request.number, login: request.login, code: code))
  }

  /// Does the next wish of a player, when the one before it has ended and the region is sure of its
  /// right.
  func pump(_ character: CharacterID, _ shell: Shell) {
    let isBlind = shell.cluster.variant == .valueMemoryNotReloaded
    while let bag = book.bags[character], bag.work == nil, let request = bag.waiting.first {
      guard let right = authority.valueRight(of: character) else {
        book.bags[character]?.waiting = []
        for request in bag.waiting { answer(.tryAgain, to: request, of: character, shell) }
        return
      }
      guard let known = bag.known, isBlind || known.version >= right.valueVersion else {
        if bag.known != nil { shell.cluster.count("memories-outdated") }
        return load(character, shell)
      }
      book.bags[character]?.waiting.removeFirst()
      var fenced = known
      if isBlind { fenced.version = right.valueVersion }
      begin(request, of: character, right, fenced, shell)
    }
  }

  func load(_ character: CharacterID, _ shell: Shell) {
    guard !book.bags[character, default: SimulatedBag()].isLoading else { return }
    book.bags[character, default: SimulatedBag()].isLoading = true
    ask({ $0.belongings(of: character) }, shell) { region, belongings, shell in
      region.loaded(character, belongings ?? nil, shell)
    }
  }

  private func loaded(
    _ character: CharacterID, _ belongings: ModelBelongings?, _ shell: Shell
  ) {
    guard let bag = book.bags[character] else { return }
    book.bags[character]?.isLoading = false
    guard let belongings else {
      book.bags[character]?.waiting = []
      for request in bag.waiting { answer(.tryAgain, to: request, of: character, shell) }
      return
    }
    remember(belongings, of: character, shell)
    pump(character, shell)
  }

  func remember(_ known: ModelBelongings?, of character: CharacterID, _ shell: Shell) {
    guard book.bags[character] != nil else { return }
    if let known { shell.cluster.checker.remembers(known, of: character, at: shell.cluster.now) }
    book.bags[character]?.known = known
  }

  // MARK: A wish

  private enum Judgement {
    case ask(ModelOperation.Action)
    /// Once storage says that it was not done before.
    case refuse
    case give(WireTrade)
  }

  private func judge(
    _ wish: ValueRequest.Wish, of character: CharacterID, _ known: ModelBelongings
  ) -> Judgement {
    switch wish {
    case .pickUp(let entity):
      .ask(.pickUp(ItemID(entity), from: authority.region, by: character))
    case .drop(let item, count: _):
      known.items.contains(item)
        ? .ask(.drop(item, by: character, at: authority.region)) : .refuse
    case .buy(entity: _, let price, count: _):
      known.gold >= price ? .ask(.buy(price: UInt64(price), by: character)) : .refuse
    case .sell(entity: _, let item, let price):
      known.items.contains(item)
        ? .ask(.sell(item, price: UInt64(price), by: character)) : .refuse
    case .trade(let trade):
      trade.give.allSatisfy { known.items.contains($0.item) } && known.gold >= trade.giveGold
        ? .give(trade) : .refuse
    default: .refuse
    }
  }

  private func begin(
    _ request: ValueRequest, of character: CharacterID, _ right: RegionAuthority.ValueRight,
    _ known: ModelBelongings, _ shell: Shell
  ) {
    let id = name(request, of: character, shell)
    book.bags[character]?.work = .init(request: request, operation: id)
    switch judge(request.wish, of: character, known) {
    case .refuse where shell.cluster.variant == .refusedUnasked:
      ended(request, of: character, .notYours, shell)
    case .refuse:
      refuse(request, of: character, .notYours, shell)
    case .give(let trade):
      authority.operationBegan(of: character)
      askToGive(trade, request, of: character, shell)
    case .ask(let action):
      authority.operationBegan(of: character)
      let fence = fence(of: character, right.sequence, version: known.version)
      perform(
        ModelOperation(
          id: id, wish: request.name(of: character), fences: [fence], action: action,
          memory: known), for: request, shell)
    }
  }

  func fence(
    of character: CharacterID, _ sequence: HandoffSequence, version: ValueVersion
  ) -> ModelOperation.Fence {
    .init(
      character: character, sequence: sequence, holder: authority.region,
      epoch: authority.epoch, version: version)
  }

  /// Whoever wishes makes the id.
  private func name(
    _ request: ValueRequest, of character: CharacterID, _ shell: Shell
  ) -> OperationID {
    guard shell.cluster.variant == .operationIDsByRegion else {
      return request.name(of: character).operation
    }
    book.namesMade += 1
    return .loot(authority.region, authority.epoch, counter: book.namesMade)
  }

  /// Tells a player that it will not be, unless it was done before: storage knows.
  func refuse(
    _ request: ValueRequest, of character: CharacterID, _ code: ValueAnswer.Code, _ shell: Shell
  ) {
    guard let id = book.bags[character]?.work?.operation else { return }
    ask({ $0.settle(id) }, shell) { region, settlement, shell in
      guard let settlement else {
        return region.ended(request, of: character, .tryAgain, shell)
      }
      region.settled(settlement, request, of: character, otherwise: code, shell)
    }
  }

  private func perform(
    _ operation: ModelOperation, for request: ValueRequest, _ shell: Shell
  ) {
    let character = operation.wish.character
    if shell.cluster.variant == .toldBeforeCommit {
      answer(.done, to: request, of: character, shell)
    }
    ask({ $0.perform(operation) }, shell) { region, outcome, shell in
      region.came(outcome, of: request, by: character, shell)
    }
  }
}
