import Cluster
import Model
import Wire

/// Storage as the protocol sees it: rows and the compare-and-sets on them, each a transaction.
struct ModelStore {
  struct Character: Hashable {
    var sequence: HandoffSequence = .none
    var holder: RegionID?
    var version = ValueVersion(1)
    var generation = SessionGeneration(0)
    var state: CharacterState
    /// The save that wrote this state.
    var savedAt: HandoffSequence = .none
    var savedEpoch: Epoch = .none
    var savedNumber: UInt64 = 0
  }

  /// What a region comes back from after a crash: how far its world was, at which epoch.
  struct Checkpoint: Hashable, Comparable {
    var epoch: Epoch
    var tick: UInt64

    static func < (a: Self, b: Self) -> Bool { (a.epoch, a.tick) < (b.epoch, b.tick) }
  }

  var regions: [RegionID: RegionOwnership] = [:]
  private(set) var checkpoints: [RegionID: Checkpoint] = [:]
  /// Checkpoints that were written; taken out after every transaction.
  var written: [(region: RegionID, checkpoint: Checkpoint)] = []
  var characters: [CharacterID: Character] = [:]
  let variant: Variant?
  /// What was committed by whom, for the checker; taken out after every transaction.
  var commits: [Commit] = []
  /// Everything that has value.
  var economy = ModelEconomy()
  /// Operations whose fences did not hold, by what the record of rare paths calls it; likewise.
  var fencedOff: [String] = []
  /// Operations that changed something; likewise.
  var valued: [ValueCommit] = []
  /// Regions that were claimed from an owner that had not given them away; likewise.
  var taken: [(region: RegionID, owner: RegionOwnership.Owner)] = []

  /// One character's row, written by a region at an epoch that believed to hold it.
  struct Commit: Hashable {
    var character: CharacterID
    var sequence: HandoffSequence
    var region: RegionID
    var epoch: Epoch
  }

  // MARK: Regions

  /// - Parameter hasCargo: the last owner packed the region for the claimant: nothing is lost.
  mutating func claim(
    _ region: RegionID, from epoch: Epoch, _ owner: RegionOwnership.Owner, hasCargo: Bool = false
  ) -> RegionOwnership? {
    let row = regions[region] ?? RegionOwnership(epoch: .none, owner: nil)
    if row.epoch == epoch {
      if let old = row.owner, old != owner, !hasCargo { taken.append((region, old)) }
      regions[region] = RegionOwnership(epoch: epoch.next, owner: owner)
      return regions[region]
    }
    return row.epoch == epoch.next && row.owner == owner ? row : nil
  }

  mutating func release(
    _ region: RegionID, _ epoch: Epoch, _ owner: RegionOwnership.Owner
  ) -> Bool {
    guard let row = regions[region], row.epoch == epoch else { return false }
    guard row.owner == owner else { return row.owner == nil }
    regions[region]?.owner = nil
    return true
  }

  /// Writes a checkpoint: fenced like every write, and a lower epoch never replaces a higher.
  mutating func save(_ checkpoint: Checkpoint, of region: RegionID) {
    if variant != .checkpointWithoutEpoch {
      guard let row = regions[region], row.epoch == checkpoint.epoch, row.owner != nil,
        checkpoints[region].map({ $0 <= checkpoint }) ?? true
      else { return }
    }
    checkpoints[region] = checkpoint
    written.append((region, checkpoint))
  }

  // MARK: Sessions

  mutating func openSession(
    _ character: CharacterID
  ) -> (generation: SessionGeneration, row: Character)? {
    guard var row = characters[character] else { return nil }
    row.generation = SessionGeneration(row.generation.rawValue + 1)
    characters[character] = row
    return (row.generation, row)
  }

  /// Closing takes a generation of its own; false when a newer session is open.
  mutating func closeSession(_ character: CharacterID, _ generation: SessionGeneration) -> Bool {
    guard characters[character]?.generation == generation else { return false }
    characters[character]?.generation = SessionGeneration(generation.rawValue + 1)
    return true
  }

  // MARK: Regions about characters

  mutating func perform(_ request: AuthorityRequest) -> AuthorityReply {
    let row = regions[request.region]
    if variant != .noFencing, row?.epoch != request.epoch || row?.owner == nil {
      return .superseded(by: row?.epoch ?? .none)
    }
    return switch request.operation {
    case .attach(let rows): .attached(rows.map { attach($0, request.region) })
    case .claim(let rows):
      .moved(
        rows.map {
          move(
            $0.character, $0.from, $0.source, to: $0.from.advanced(by: 1), request.region)
        })
    case .revoke(let rows):
      .moved(
        rows.map {
          move(
            $0.character, $0.sequence, request.region, to: $0.sequence.advanced(by: 2),
            request.region)
        })
    case .confirm(let rows):
      .refused(rows.compactMap { refusal($0.character, $0.sequence, request.region) })
    case .save(let rows): .refused(rows.compactMap { write($0, request, isLeaving: false) })
    case .leave(let rows): .refused(rows.compactMap { write($0, request, isLeaving: true) })
    }
  }

  private mutating func attach(
    _ claim: AuthorityRequest.Attach, _ region: RegionID
  ) -> AuthorityReply.AttachOutcome {
    guard var row = characters[claim.character] else { return .unknownCharacter }
    guard row.generation == claim.generation else { return .staleGeneration }
    guard row.sequence <= claim.seen || variant == .attachUnasked else {
      return .superseded(.init(sequence: row.sequence, holder: row.holder))
    }
    row.sequence = max(row.sequence, claim.seen).advanced(by: variant == .attachPlusOne ? 1 : 2)
    row.holder = region
    characters[claim.character] = row
    return .won(row.sequence, row.version, row.state)
  }

  private mutating func move(
    _ character: CharacterID, _ from: HandoffSequence, _ source: RegionID,
    to sequence: HandoffSequence, _ region: RegionID
  ) -> AuthorityReply.MoveOutcome {
    guard var row = characters[character] else { return .refused(nil) }
    let isFree =
      variant == .claimGreaterThanStored
      ? sequence > row.sequence : row.sequence == from && row.holder == source
    if isFree {
      row.sequence = sequence
      row.holder = region
      characters[character] = row
    }
    return row.sequence == sequence && row.holder == region
      ? .won(row.version) : .refused(.init(sequence: row.sequence, holder: row.holder))
  }

  private func refusal(
    _ character: CharacterID, _ sequence: HandoffSequence, _ region: RegionID
  ) -> AuthorityReply.Refusal? {
    guard let row = characters[character] else {
      return .init(character: character, holding: nil)
    }
    guard row.sequence != sequence || row.holder != region else { return nil }
    return .init(
      character: character, holding: .init(sequence: row.sequence, holder: row.holder))
  }

  private mutating func write(
    _ save: AuthorityRequest.Save, _ request: AuthorityRequest, isLeaving: Bool
  ) -> AuthorityReply.Refusal? {
    guard let row = characters[save.character] else {
      return .init(character: save.character, holding: nil)
    }
    if variant != .noFencing {
      if isLeaving, row.sequence == save.sequence, row.holder == nil { return nil }
      if let refusal = refusal(save.character, save.sequence, request.region) { return refusal }
    }
    guard
      (row.savedAt, row.savedEpoch, row.savedNumber)
        < (save.sequence, request.epoch, save.number)
    else { return nil }
    characters[save.character]?.savedAt = save.sequence
    characters[save.character]?.savedEpoch = request.epoch
    characters[save.character]?.savedNumber = save.number
    characters[save.character]?.state = save.state
    if isLeaving { characters[save.character]?.holder = nil }
    commits.append(
      Commit(
        character: save.character, sequence: save.sequence, region: request.region,
        epoch: request.epoch))
    return nil
  }
}
