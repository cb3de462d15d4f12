import Cluster
import Model
import Wire

/// What storage answers about belongings.
extension SimulatedRegion {
  /// Asks storage; the answer comes to this copy of the region, if it still runs here.
  func ask<Answer>(
    _ transaction: @escaping (inout ModelStore) -> Answer, _ shell: Shell,
    reply: @escaping (SimulatedRegion, Answer?, Shell) -> Void
  ) {
    book.questions += 1
    let shard = shell.shard
    shell.cluster.askStore(from: shard.node, transaction) { cluster, answer in
      guard shard.regions[self.authority.region] === self else { return }
      self.book.questions -= 1
      reply(self, answer, Shell(shard: shard, cluster: cluster))
    }
  }

  /// `nil`: nobody knows what became of it.
  func came(
    _ outcome: ModelOutcome?, of request: ValueRequest, by character: CharacterID, _ shell: Shell
  ) {
    let cluster = shell.cluster
    cluster.trace {
      "storage answers \(self.authority.region) about \(character) \(TraceText.of(request)): "
        + TraceText.of(outcome)
    }
    switch outcome {
    case .done(let changes, let isRepeated):
      if isRepeated { cluster.count("operations-repeated") }
      done(changes[character], request, of: character, isRepeated: isRepeated, shell)
    case .refused:
      ended(request, of: character, .notThere, shell)
    case .staleVersion(let party, let version):
      if isWorking(on: request, of: character) {
        operationEnded(character, version: party == character ? version : nil, shell)
        remember(nil, of: character, shell)
      }
      ended(request, of: character, .tryAgain, shell)
    case .stale, .staleEpoch:
      ended(request, of: character, .tryAgain, shell)
    case nil:
      unknown(request, of: character, shell)
    }
  }

  private func done(
    _ change: ModelBelongings.Change?, _ request: ValueRequest, of character: CharacterID,
    isRepeated: Bool, _ shell: Shell
  ) {
    if isWorking(on: request, of: character) {
      operationEnded(character, version: isRepeated ? nil : change?.version, shell)
      apply(isRepeated ? nil : change, to: character, shell)
    }
    ended(request, of: character, .done, shell)
  }

  /// Brings the memory up to date after an operation; forgets it when it cannot be.
  private func apply(
    _ change: ModelBelongings.Change?, to character: CharacterID, _ shell: Shell
  ) {
    guard var known = book.bags[character]?.known, let change else {
      return remember(nil, of: character, shell)
    }
    if shell.cluster.variant == .valueMemoryNotReloaded {
      known.apply(change)
      book.bags[character]?.known = known
      return
    }
    guard known.version.rawValue + 1 == change.version.rawValue else {
      return remember(nil, of: character, shell)
    }
    known.apply(change)
    remember(known, of: character, shell)
  }

  func operationEnded(_ character: CharacterID, version: ValueVersion?, _ shell: Shell) {
    perform(
      authority.operationEnded(of: character, version: version, now: shell.now), shell.shard,
      shell.cluster)
  }

  /// A wish has its answer, and the next one may begin.
  func ended(
    _ request: ValueRequest, of character: CharacterID, _ code: ValueAnswer.Code, _ shell: Shell
  ) {
    answer(code, to: request, of: character, shell)
    guard isWorking(on: request, of: character) else {
      return shell.cluster.count("answers-to-past-work")
    }
    operationEnded(character, version: nil, shell)
    book.bags[character]?.work = nil
    pump(character, shell)
  }

  /// False once the character has left, though it be back: what it began then is over.
  private func isWorking(on request: ValueRequest, of character: CharacterID) -> Bool {
    book.bags[character]?.work?.request.isSame(as: request) ?? false
  }

  private func unknown(_ request: ValueRequest, of character: CharacterID, _ shell: Shell) {
    guard isWorking(on: request, of: character) else { return }
    shell.cluster.count("outcomes-unknown")
    if shell.cluster.variant == .unknownMeansRefused {
      return ended(request, of: character, .notThere, shell)
    }
    book.bags[character]?.work?.unknownSince = shell.now
  }

  func settled(
    _ settlement: ModelSettlement, _ request: ValueRequest, of character: CharacterID,
    otherwise code: ValueAnswer.Code, _ shell: Shell
  ) {
    shell.cluster.trace {
      "storage settles \(character) \(TraceText.of(request)): \(TraceText.of(settlement))"
    }
    switch settlement {
    case .done(let changes):
      shell.cluster.count("settled-as-done")
      done(changes[character], request, of: character, isRepeated: true, shell)
    case .refused: ended(request, of: character, .notThere, shell)
    case .aborted:
      shell.cluster.count("settled-as-aborted")
      ended(request, of: character, code, shell)
    }
  }

  /// Once a tick: wishes of unknown outcome, gifts that nobody answers.
  func keepBook(_ shell: Shell) {
    for character in book.bags.keys.sorted() {
      guard let work = book.bags[character]?.work, let since = work.unknownSince,
        shell.now - since >= Self.settleAfter
      else { continue }
      book.bags[character]?.work?.unknownSince = nil
      ask({ $0.settle(work.operation) }, shell) { region, settlement, shell in
        guard let settlement else {
          return region.unknown(work.request, of: character, shell)
        }
        region.settled(settlement, work.request, of: character, otherwise: .notThere, shell)
      }
    }
    keepGifts(shell)
  }
}
