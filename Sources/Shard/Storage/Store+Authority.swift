import Cluster
import Model
import Storage
import Wire

extension Store {
  /// Does what a region's authority asks, as one transaction under the region's fence.
  func perform(_ request: AuthorityRequest) async throws(StorageError) -> AuthorityReply {
    let fence = RegionFence(region: request.region, epoch: request.epoch)
    switch request.operation {
    case .attach(let rows):
      return .init(
        try await attach(
          rows.map {
            AttachClaim(
              character: $0.character, generation: $0.generation, seen: $0.seen, fence: fence)
          }))
    case .claim(let rows):
      return .init(
        try await claim(
          rows.map {
            HandoffClaim(
              character: $0.character, from: $0.from, source: $0.source, fence: fence)
          }))
    case .revoke(let rows):
      return .init(
        try await revoke(
          rows.map {
            HandoffRevoke(character: $0.character, from: $0.sequence, fence: fence)
          }))
    case .confirm(let rows):
      let held = rows.map { HeldCharacter(character: $0.character, sequence: $0.sequence) }
      return .init(
        try await confirm([RegionConfirmation(fence: fence, characters: held)]))
    case .save(let rows):
      return .init(try await save(rows.map { CharacterSave($0, fence: fence) }))
    case .leave(let rows):
      return .init(try await leave(rows.map { CharacterSave($0, fence: fence) }))
    }
  }
}

extension CharacterSave {
  fileprivate init(_ row: AuthorityRequest.Save, fence: RegionFence) {
    self.init(
      character: row.character, sequence: row.sequence, number: row.number, fence: fence,
      body: CharacterBody(
        map: fence.region.map, position: row.state.position,
        state: StoredCharacterState(row.state).bytes, inputs: row.state.counters))
  }
}

extension AuthorityReply {
  fileprivate init(_ results: [AttachResult]) {
    var outcomes: [AttachOutcome] = []
    for result in results {
      switch result {
      case .won(let row):
        outcomes.append(.won(row.holding.sequence, row.valueVersion, CharacterState(row)))
      case .refused(.staleEpoch(let row)):
        self = .superseded(by: row.epoch)
        return
      case .refused(.superseded(let holding)): outcomes.append(.superseded(.init(holding)))
      case .refused(.staleGeneration): outcomes.append(.staleGeneration)
      case .refused(.unknownCharacter): outcomes.append(.unknownCharacter)
      }
    }
    self = .attached(outcomes)
  }

  fileprivate init(_ results: [HoldingResult]) {
    var outcomes: [MoveOutcome] = []
    for result in results {
      switch result {
      case .won(_, let version): outcomes.append(.won(version))
      case .refused(.staleEpoch(let row)):
        self = .superseded(by: row.epoch)
        return
      case .refused(.superseded(let holding)): outcomes.append(.refused(.init(holding)))
      case .refused(.unknownCharacter): outcomes.append(.refused(nil))
      }
    }
    self = .moved(outcomes)
  }

  fileprivate init(_ refusals: ConfirmationRefusals) {
    if let row = refusals.regions.first {
      self = .superseded(by: row.epoch)
    } else {
      self = .refused(
        refusals.characters.map {
          Refusal(character: $0.character, holding: $0.current.map { .init($0) })
        })
    }
  }

  fileprivate init(_ refusals: [SaveRefusal]) {
    var rows: [Refusal] = []
    for refusal in refusals {
      switch refusal.reason {
      case .staleEpoch(let row):
        self = .superseded(by: row.epoch)
        return
      case .superseded(let holding):
        rows.append(Refusal(character: refusal.character, holding: .init(holding)))
      case .unknownCharacter:
        rows.append(Refusal(character: refusal.character, holding: nil))
      }
    }
    self = .refused(rows)
  }
}

extension AuthorityReply.Holding {
  fileprivate init(_ holding: Storage.Holding) {
    self.init(sequence: holding.sequence, holder: holding.holder)
  }
}

extension CharacterState {
  /// A character as storage knows it: where it last was, standing.
  fileprivate init(_ row: CharacterRow) {
    let stored = StoredCharacterState(bytes: row.body.state)
    self.init(
      character: row.id, name: row.name, position: row.body.position, facing: stored.facing,
      kind: 1, speed: 0, motion: .stand, counters: row.body.inputs, waiting: [],
      vitals: stored.vitals)
    orders = stored.orders
  }
}
