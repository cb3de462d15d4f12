import Cluster
import Model
import Wire

/// What really happened, seen from outside: it knows everything and tells nobody.
///
/// Invariants 1, 2 and 6 are checked after every event that could break them.
struct InvariantChecker {
  /// A simulated copy of a character: which region at which epoch.
  struct Place: Hashable {
    var region: RegionID
    var epoch: Epoch
  }

  struct Holder: Hashable {
    var character: CharacterID
    var sequence: HandoffSequence
  }

  var lineages = Lineages()
  /// Everything that ever had value.
  var value = ValueRecord()
  var violations: [SimulationReport.Violation] = []
  /// The character or region that the first violation is about, as traces name it.
  private(set) var concerned: String?

  /// The highest epoch that committed, by region.
  private var epochs: [RegionID: Epoch] = [:]
  /// The highest sequence that committed, by character.
  private var sequences: [CharacterID: HandoffSequence] = [:]
  /// Who simulated a character at a sequence.
  private var holders: [Holder: Place] = [:]
  /// Offers that were accepted, once and for all.
  private var accepted: Set<HandoffID> = []
  /// Offers that were refused for good: their source went on at the same sequence.
  private var resumed: Set<HandoffID> = []
  /// Where regions were packed whose cargo runs elsewhere.
  private var left: Set<Place> = []
  /// The last input that a gateway was told is safe, by character.
  private var acknowledged: [CharacterID: InputSequence] = [:]
  /// Characters whose last work a crash or a lost region may have taken along, and the sequence
  /// that storage had then: what comes back at a higher one has lost what it has lost.
  private var excused: [CharacterID: HandoffSequence] = [:]
  /// Who opened a region at an epoch.
  private var opened: [Place: RegionOwnership.Owner] = [:]
  /// The newest checkpoint of a region that counts.
  private var checkpoints: [RegionID: ModelStore.Checkpoint] = [:]
  /// How often a crash turned acknowledged inputs back.
  private(set) var rollbacks = 0

  /// Records a violation; the run goes on, and reports the first few.
  mutating func violated(
    _ invariant: String, _ subject: some CustomStringConvertible, at now: BootTime,
    _ detail: String
  ) {
    guard violations.count < SimulatorLimits.violationsMax else { return }
    if violations.isEmpty { concerned = subject.description }
    violations.append(.init(invariant: invariant, at: now.microseconds, detail: detail))
  }

  // MARK: Invariants 1 and 2: one epoch, one holder

  mutating func committed(_ commit: ModelStore.Commit, _ cluster: SimulatedCluster) {
    let current = cluster.store.regions[commit.region]?.epoch ?? .none
    if commit.epoch < max(epochs[commit.region] ?? .none, current) {
      violated(
        "epoch-went-back", commit.character, at: cluster.now,
        "\(commit.region) committed at epoch \(commit.epoch.rawValue) after a newer one")
    }
    epochs[commit.region] = max(commit.epoch, epochs[commit.region] ?? .none)
    let row = cluster.store.characters[commit.character]
    let highest = max(sequences[commit.character] ?? .none, row?.sequence ?? .none)
    if commit.sequence < highest {
      violated(
        "two-holders", commit.character, at: cluster.now,
        "\(commit.region) committed \(commit.character) at sequence "
          + "\(commit.sequence.rawValue) after \(highest.rawValue)")
    }
    sequences[commit.character] = max(highest, commit.sequence)
  }

  /// A region begins to simulate a character at a sequence, or goes on at a higher one.
  mutating func held(
    _ character: CharacterID, _ sequence: HandoffSequence, _ place: Place, at now: BootTime
  ) {
    let holder = Holder(character: character, sequence: sequence)
    if let other = holders[holder], other != place {
      violated(
        "sequence-shared", character, at: now,
        "\(character) at sequence \(sequence.rawValue) in \(place.region) epoch "
          + "\(place.epoch.rawValue) and in \(other.region) epoch \(other.epoch.rawValue)")
    }
    holders[holder] = place
  }

  // MARK: Regions that change their owner

  /// A shard begins to run a region at an epoch: nobody else ever does at the same one.
  mutating func opened(_ place: Place, by owner: RegionOwnership.Owner, at now: BootTime) {
    if let other = opened[place] {
      violated(
        "epoch-shared", place.region, at: now,
        "\(place.region) runs at epoch \(place.epoch.rawValue) on \(owner.shard), and "
          + (other == owner ? "did so before" : "on \(other.shard)"))
    }
    opened[place] = owner
  }

  /// A region goes on from its cargo: at the same sequences, in its new place alone.
  mutating func carried(
    _ residents: [RegionCargo.Resident], from old: Place, to place: Place, at now: BootTime
  ) {
    left.insert(old)
    for resident in residents {
      let holder = Holder(character: resident.session.character, sequence: resident.sequence)
      if holders[holder] == old { holders[holder] = place }
      held(resident.session.character, resident.sequence, place, at: now)
    }
  }

  /// A region makes a step: not where it was packed, once its cargo runs elsewhere.
  mutating func stepped(_ place: Place, at now: BootTime) {
    guard left.contains(place) else { return }
    violated(
      "two-owners", place.region, at: now,
      "\(place.region) goes on at epoch \(place.epoch.rawValue) though its cargo was opened")
  }

  /// A checkpoint was written while storage gave the region to `epoch`.
  mutating func checkpointed(
    _ region: RegionID, _ checkpoint: ModelStore.Checkpoint, at epoch: Epoch, now: BootTime
  ) {
    if checkpoint.epoch != epoch || checkpoint < checkpoints[region] ?? checkpoint {
      violated(
        "checkpoint-went-back", region, at: now,
        "\(region) has a checkpoint of epoch \(checkpoint.epoch.rawValue) at epoch "
          + "\(epoch.rawValue)")
    }
    checkpoints[region] = max(checkpoint, checkpoints[region] ?? checkpoint)
  }

  /// A region comes back after a crash, from what storage has.
  mutating func recovered(
    _ region: RegionID, from checkpoint: ModelStore.Checkpoint?, at now: BootTime
  ) {
    guard let newest = checkpoints[region], checkpoint != newest else { return }
    violated(
      "checkpoint-lost", region, at: now,
      "\(region) comes back from tick \(checkpoint?.tick ?? 0) though \(newest.tick) was written")
  }

  // MARK: Handoff

  mutating func accepted(_ offer: HandoffOffer, at now: BootTime) {
    if resumed.contains(offer.id) {
      violated(
        "accepted-after-refusal", offer.state.character, at: now,
        "offer \(offer.id) of \(offer.state.character) was accepted after a final refusal")
    }
    guard !accepted.insert(offer.id).inserted else { return }
    violated(
      "accepted-twice", offer.state.character, at: now,
      "offer \(offer.id) of \(offer.state.character) was accepted again")
  }

  /// A source lets a character go on that it had offered, at the same sequence: nobody may ever
  /// have accepted the offer.
  mutating func resumed(_ character: CharacterID, _ offer: HandoffID, at now: BootTime) {
    resumed.insert(offer)
    guard accepted.contains(offer) else { return }
    violated(
      "resumed-after-accept", character, at: now,
      "\(character) goes on at its source though offer \(offer) was accepted")
  }

  // MARK: Invariant 6: inputs

  /// An input is applied to a copy; the copy's new history.
  mutating func applied(
    _ input: InputSequence, to state: CharacterState, at now: BootTime
  ) -> LineageID {
    let lineage = state.lineage
    if input <= lineages.input(lineage) {
      violated(
        "input-applied-twice", state.character, at: now,
        "\(state.character) applied input \(input.rawValue) after "
          + "\(lineages.input(lineage).rawValue)")
    }
    return lineages.apply(input, to: lineage)
  }

  /// A copy's counters beside its history.
  mutating func shown(_ counters: InputCounters, _ state: CharacterState, at now: BootTime) {
    let length = lineages.length(state.lineage)
    if counters.applied != length {
      violated(
        "counters-lie", state.character, at: now,
        "\(state.character) says \(counters.applied) inputs applied, its history has \(length)")
    }
    if counters.applied + counters.gaps != counters.lastInput.rawValue {
      violated(
        "counters-do-not-add-up", state.character, at: now,
        "\(state.character): \(counters.applied) applied + \(counters.gaps) gaps is not "
          + "\(counters.lastInput.rawValue)")
    }
  }

  /// A gateway forgets its copies of the inputs up to `last`: what this history applied of them
  /// must now be safe, and must have everything that was safe before.
  mutating func acknowledged(
    _ frame: OwnFrame, _ character: CharacterID, _ last: InputSequence, at now: BootTime
  ) {
    keeps(frame.lineage, character, frame.sequence, at: now)
    let newest = lineages.newest(upTo: last, in: frame.lineage)
    acknowledged[character] = max(newest, acknowledged[character] ?? .none)
  }

  /// A crash, or the loss of a region to another owner, takes unsaved work along: declared.
  mutating func excuse(_ character: CharacterID, at sequence: HandoffSequence) {
    excused[character] = max(sequence, excused[character] ?? .none)
  }

  /// Whether a history that counts has everything that was acknowledged.
  mutating func keeps(
    _ lineage: LineageID, _ character: CharacterID, _ sequence: HandoffSequence, at now: BootTime
  ) {
    let excuse = excused[character]
    if let excuse, sequence > excuse { excused[character] = nil }
    let known = acknowledged[character] ?? .none
    guard known > .none, !lineages.contains(known, in: lineage) else { return }
    rollbacks += 1
    acknowledged[character] = lineages.input(lineage)
    guard excuse == nil else { return }
    violated(
      "acknowledged-input-lost", character, at: now,
      "\(character) goes on from input \(lineages.input(lineage).rawValue) at sequence "
        + "\(sequence.rawValue) though \(known.rawValue) was acknowledged and nothing had crashed")
  }
}

extension CharacterState {
  /// The history of this state; carried in the name, which the protocol never looks at.
  var lineage: LineageID {
    get { LineageID(rawValue: Int(name) ?? 0) }
    set { name = "\(newValue.rawValue)" }
  }
}
