import Model

/// The table of all entities of a region, owned and ghosts, by slot: what every tick touches in
/// arrays of its own, the rest in `records`. It grows with the most ever present, never per tick.
struct Residents: ~Copyable, Sendable {
  let capacity: Int
  /// Slots in the table; free ones among them.
  private(set) var count = 0

  var x: ContiguousArray<Fixed> = []
  var y: ContiguousArray<Fixed> = []
  var velocities: ContiguousArray<Movement.Velocity> = []
  var facing: ContiguousArray<UInt8> = []
  var tenure: ContiguousArray<Tenure> = []
  var gait: ContiguousArray<Gait> = []
  /// Whether position or facing changed in this step.
  var moved: ContiguousArray<Bool> = []
  /// Whether a player simulated here stands in the slot: only players see.
  var sees: ContiguousArray<Bool> = []
  /// Of owned entities: what fights, grows and dies.
  var vitals: ContiguousArray<Vitals> = []
  /// What others see of that; of ghosts: what their owners say.
  var conditions: ContiguousArray<Condition> = []
  /// Whether the condition changed in this step.
  private(set) var conditionChanged: ContiguousArray<Bool> = []
  private var changes: ContiguousArray<UInt16> = []
  /// One bit per owned player whose vitals change by themselves: hurt, tired, fighting or dead.
  var restless: ContiguousArray<UInt64> = []
  var records: ContiguousArray<Record> = []
  var walks: ContiguousArray<Walk> = []

  private var indices: [EntityID: UInt16] = [:]
  /// One bit per slot that may be given out.
  private var vacant: ContiguousArray<UInt64> = []
  /// Slots that became free in this step: their watchers are told in this step.
  private var vacated: ContiguousArray<UInt16> = []

  private(set) var owned = 0
  private(set) var ghosts = 0

  init(capacity: Int) {
    precondition((1...Int(UInt16.max)).contains(capacity), "slots are numbered by 16 bits")
    self.capacity = capacity
  }

  func index(of id: EntityID) -> Int? { indices[id].map(Int.init) }

  func position(_ slot: Int) -> Position { Position(x: x[slot], y: y[slot]) }

  mutating func place(_ slot: Int, at position: Position, facing look: UInt8) {
    if x[slot] != position.x || y[slot] != position.y || facing[slot] != look {
      moved[slot] = true
    }
    x[slot] = position.x
    y[slot] = position.y
    facing[slot] = look
  }

  /// Sets what others see of somebody's vitals.
  mutating func show(_ condition: Condition, of slot: Int) {
    guard conditions[slot] != condition else { return }
    conditions[slot] = condition
    markChanged(slot)
  }

  private mutating func markChanged(_ slot: Int) {
    guard !conditionChanged[slot] else { return }
    conditionChanged[slot] = true
    changes.append(UInt16(slot))
  }

  mutating func rouse(_ slot: Int) { restless[slot >> 6] |= 1 << UInt64(slot & 63) }

  mutating func settle(_ slot: Int) { restless[slot >> 6] &= ~(1 << UInt64(slot & 63)) }

  /// The lowest free slot, or nil when the table is full. Low slots keep the rows of sight short.
  mutating func take(_ id: EntityID, as newTenure: Tenure) -> Int? {
    precondition(newTenure != .free && indices[id] == nil, "an entity stands in one slot")
    guard let slot = lowestVacant() else { return nil }
    vacant[slot >> 6] &= ~(1 << UInt64(slot & 63))
    assert(tenure[slot] == .free)
    tenure[slot] = newTenure
    indices[id] = UInt16(slot)
    let generation = records[slot].generation &+ 1
    records[slot] = Record(id: id, generation: generation)
    walks[slot].clear()
    vitals[slot] = .none
    conditions[slot] = Condition()
    markChanged(slot)
    sees[slot] = false
    count(newTenure, by: 1)
    return slot
  }

  /// Puts an entity into the slot that it had; false when the slot or the entity is taken already,
  /// or the slot is beyond the capacity.
  mutating func restore(_ id: EntityID, at slot: Int, as newTenure: Tenure) -> Bool {
    guard newTenure != .free, slot < capacity, indices[id] == nil else { return false }
    reserve(slot + 1)
    guard tenure[slot] == .free else { return false }
    vacant[slot >> 6] &= ~(1 << UInt64(slot & 63))
    tenure[slot] = newTenure
    indices[id] = UInt16(slot)
    records[slot] = Record(id: id, generation: records[slot].generation)
    count(newTenure, by: 1)
    return true
  }

  /// Makes the table at least so long.
  mutating func reserve(_ slots: Int) {
    precondition(slots <= capacity, "the table never outgrows its capacity")
    while count < slots { grow() }
  }

  /// Frees a slot; it is given out again from the next step on and names its entity until then.
  mutating func vacate(_ slot: Int) {
    precondition(tenure[slot] != .free, "only a taken slot is freed")
    count(tenure[slot], by: -1)
    tenure[slot] = .free
    gait[slot] = .still
    moved[slot] = false
    settle(slot)
    indices[records[slot].id] = nil
    vacated.append(UInt16(slot))
  }

  /// Turns a ghost into one of ours or one of ours into a ghost, in place.
  mutating func convert(_ slot: Int, to newTenure: Tenure) {
    precondition(
      tenure[slot] != .free && newTenure != .free && tenure[slot] != newTenure,
      "a conversion changes whose a taken slot is")
    count(tenure[slot], by: -1)
    tenure[slot] = newTenure
    count(newTenure, by: 1)
  }

  /// Begins a step: what was freed in the last one may be given out, nothing has moved yet.
  mutating func beginStep() {
    for slot in vacated { vacant[Int(slot) >> 6] |= 1 << UInt64(slot & 63) }
    vacated.removeAll(keepingCapacity: true)
    for slot in moved.indices { moved[slot] = false }
    for slot in changes { conditionChanged[Int(slot)] = false }
    changes.removeAll(keepingCapacity: true)
  }

  private mutating func count(_ tenure: Tenure, by n: Int) {
    if tenure == .owned { owned += n } else { ghosts += n }
    assert(owned >= 0 && ghosts >= 0 && owned + ghosts <= count)
  }

  private mutating func lowestVacant() -> Int? {
    if let slot = firstVacant() { return slot }
    guard count < capacity else { return nil }
    grow()
    return firstVacant()
  }

  private func firstVacant() -> Int? {
    for word in vacant.indices where vacant[word] != 0 {
      return word * 64 + vacant[word].trailingZeroBitCount
    }
    return nil
  }

  /// Doubles the table: whole words of slots, up to the capacity.
  private mutating func grow() {
    let size = min(capacity, max(64, count * 2))
    let more = size - count
    x.append(contentsOf: repeatElement(0, count: more))
    y.append(contentsOf: repeatElement(0, count: more))
    velocities.append(contentsOf: repeatElement(.none, count: more))
    facing.append(contentsOf: repeatElement(0, count: more))
    tenure.append(contentsOf: repeatElement(.free, count: more))
    gait.append(contentsOf: repeatElement(.still, count: more))
    moved.append(contentsOf: repeatElement(false, count: more))
    sees.append(contentsOf: repeatElement(false, count: more))
    vitals.append(contentsOf: repeatElement(.none, count: more))
    conditions.append(contentsOf: repeatElement(Condition(), count: more))
    conditionChanged.append(contentsOf: repeatElement(false, count: more))
    records.append(contentsOf: repeatElement(Record(), count: more))
    walks.append(contentsOf: repeatElement(Walk(), count: more))
    let words = (size + 63) / 64
    vacant.append(contentsOf: repeatElement(0, count: words - vacant.count))
    restless.append(contentsOf: repeatElement(0, count: words - restless.count))
    for slot in count..<size { vacant[slot >> 6] |= 1 << UInt64(slot & 63) }
    count = size
  }
}
