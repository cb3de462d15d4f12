import Cluster
import Model
import Wire

/// Shards with regions, characters that go from one to another, orders about them, over a network that
/// loses and doubles, while shards die and their regions start elsewhere. Everything follows from
/// the seed.
///
/// What it holds: an order is done to a character at most once, and what a shard says it did is
/// stored and stays.
struct HolderWorld {
  /// What is broken on purpose.
  enum Fault: CaseIterable, Sendable {
    case none
    /// Marks stay behind when a character goes to another region.
    case marksStayBehind
    /// Shards answer before storage has it.
    case toldBeforeStored
    /// A region does what is marked as done.
    case blindToMarks
  }

  /// What a character is: how often each order was done to it, and what goes with that.
  private struct Person: Equatable {
    var deeds: [AdminOperationID: Int] = [:]
    var marks: [OrderMark] = []
  }

  private struct Shard {
    var incarnation: Incarnation
    var book: OperationBook
    var desk = HolderOrders()
    var regions: [RegionID: RegionOrders] = [:]
  }

  private enum Letter {
    case order(OperationOrder, NodeID)
    case receipt(OperationReceipt, NodeID)
    /// Storage has a character as it was then.
    case stored(CharacterID, Person, by: RegionID, life: UInt64)
    case arrival(CharacterID, Person, RegionID)
  }

  private(set) var violations: [String] = []
  private(set) var figures: [String: Int] = [:]
  private let fault: Fault
  private var random: SeededGenerator
  private var now: UInt64 = 1_000
  private var letters: [(at: UInt64, Letter)] = []
  private var shards: [NodeID: Shard] = [:]
  private var owners: [RegionID: NodeID] = [:]
  private var people: [CharacterID: (region: RegionID, person: Person)] = [:]
  private var storage: [CharacterID: Person] = [:]
  /// Grows when a character comes somewhere: what an earlier owner has under way to storage is refused.
  private var lives: [CharacterID: UInt64] = [:]
  private var rounds: [AdminOperationID: OperationRound] = [:]
  private var orders: [AdminOperationID: CharacterID] = [:]
  private var runs: UInt64 = 1
  private var isCalm = false

  init(seed: UInt64, fault: Fault = .none) {
    random = SeededGenerator(seed: seed)
    self.fault = fault
    for number in 1...3 { start(.shard(ShardID(UInt32(number)))) }
    for column in 0..<4 {
      open(RegionID(map: MapID(1), column: UInt8(column), row: 0), at: anyShard())
    }
    for number in 1...3 {
      let character = CharacterID(UInt64(number))
      people[character] = (anyRegion(), Person())
      storage[character] = Person()
      lives[character] = 0
    }
  }

  private mutating func happens(_ oneIn: UInt32) -> Bool { !isCalm && random.below(oneIn) == 0 }
  private mutating func count(_ what: String) { figures[what, default: 0] += 1 }

  private mutating func start(_ node: NodeID) {
    runs += 1
    shards[node] = Shard(
      incarnation: Incarnation(runs),
      book: OperationBook(node: node, incarnation: Incarnation(runs)))
  }

  private mutating func open(_ region: RegionID, at node: NodeID) {
    var orders = RegionOrders()
    for order in shards[node]?.desk.open ?? [] { orders.received(order) }
    shards[node]?.regions[region] = orders
    owners[region] = node
  }

  private mutating func anyShard() -> NodeID {
    let nodes = shards.keys.sorted { $0.description < $1.description }
    return nodes[Int(random.below(UInt32(nodes.count)))]
  }

  private mutating func anyRegion() -> RegionID {
    let regions = owners.keys.sorted()
    return regions[Int(random.below(UInt32(regions.count)))]
  }

  // MARK: Steps

  mutating func run(steps: Int) {
    for _ in 0..<steps where violations.isEmpty { step() }
    isCalm = true
    for _ in 0..<900 where violations.isEmpty { step() }
    for round in rounds.values { judge(round) }
  }

  private mutating func step() {
    now += UInt64(random.below(40))
    deliver()
    if happens(70), rounds.count < 20 { issue() }
    if happens(25) { wander() }
    if happens(150) { crash() }
    for character in people.keys.sorted() { act(character) }
    for node in shards.keys.sorted(by: { $0.description < $1.description }) {
      for id in shards[node]?.desk.expired(now: now) ?? [] { answer(id, .nothingToDo, at: node) }
    }
    let present = shards.mapValues(\.incarnation)
    for id in rounds.keys.sorted() {
      take(rounds[id]?.saw(present, now: now) ?? [])
      take(rounds[id]?.ticked(now: now) ?? [])
    }
    for (character, someone) in people {
      for (id, times) in someone.person.deeds where times > 1 {
        violations.append("\(id) was done to \(character) \(times) times")
      }
    }
  }

  private mutating func issue() {
    let character = CharacterID(UInt64(1 + random.below(3)))
    let order = OperationOrder(
      id: AdminOperationID(using: &random), admin: AdminID(1), target: Incarnation(0),
      actor: "gm", issuedAt: now, deadline: now + 300 + UInt64(random.below(2_000)),
      scope: .character(character), kind: .attributes(CharacterAttributes(level: 2)))
    orders[order.id] = character
    rounds[order.id] = OperationRound(
      order: order, takesLateJoiners: true,
      targets: Dictionary(
        uniqueKeysWithValues: shards.map {
          (OperationTarget(node: $0.key, incarnation: $0.value.incarnation), nil)
        }))
    count("orders")
  }

  /// Somebody goes to another region, and is in neither for a while.
  private mutating func wander() {
    let all = people.keys.sorted()
    guard !all.isEmpty else { return }
    let character = all[Int(random.below(UInt32(all.count)))]
    let target = anyRegion()
    guard let someone = people[character], someone.region != target,
      let node = owners[someone.region]
    else { return }
    var person = someone.person
    person.marks = shards[node]?.regions[someone.region]?.marks(of: character) ?? []
    if fault == .marksStayBehind { person.marks = [] }
    for id in shards[node]?.regions[someone.region]?.left(character) ?? [] {
      shards[node]?.desk.letGo(id, by: someone.region)
    }
    people[character] = nil
    letters.append((now + UInt64(random.below(200)), .arrival(character, person, target)))
    count("journeys")
  }

  /// A shard dies: its regions start at another one, with whom storage knows.
  private mutating func crash() {
    let node = anyShard()
    let lost = owners.filter { $0.value == node }.map(\.key).sorted()
    start(node)
    for region in lost { open(region, at: anyShard()) }
    for (character, someone) in people where lost.contains(someone.region) {
      comesBack(character, in: someone.region)
    }
    count("crashes")
  }

  private mutating func comesBack(_ character: CharacterID, in region: RegionID) {
    guard let person = storage[character], let node = owners[region] else { return }
    lives[character, default: 0] += 1
    people[character] = (region, person)
    shards[node]?.regions[region]?.arrived(character, person.marks)
  }

  // MARK: Regions

  private mutating func act(_ character: CharacterID) {
    guard let region = people[character]?.region, let node = owners[region],
      var regional = shards[node]?.regions[region], random.below(3) == 0
    else { return }
    for order in regional.open where order.scope == .character(character) {
      let mark = fault == .blindToMarks ? nil : regional.mark(order.id, of: character)
      guard mark?.isTold != true, !regional.hasBegun(order.id),
        shards[node]?.desk.began(order.id, by: region, isDone: mark != nil, now: now) == true
      else { continue }
      regional.began(order.id, of: character)
      if mark == nil {
        people[character]?.person.deeds[order.id, default: 0] += 1
        if regional.mark(order.id, of: character) == nil {
          regional.did(order, to: character, before: "x")
        }
        count("deeds")
      } else {
        count("told for another")
      }
      if fault == .toldBeforeStored { tell(order.id, character, region, node) }
    }
    regional.forget(now: now)
    shards[node]?.regions[region] = regional
    people[character]?.person.marks = regional.marks(of: character)
    guard random.below(4) == 0, let person = people[character]?.person else { return }
    letters.append(
      (
        now + UInt64(random.below(60)),
        .stored(character, person, by: region, life: lives[character] ?? 0)
      ))
  }

  private mutating func tell(
    _ id: AdminOperationID, _ character: CharacterID, _ region: RegionID, _ node: NodeID
  ) {
    guard shards[node]?.desk.finished(id) == true else { return }
    answer(id, .changed(before: "x"), at: node)
  }

  private mutating func stored(
    _ character: CharacterID, _ person: Person, _ region: RegionID, _ life: UInt64
  ) {
    // Who came back from storage since, or went on, is saved by others.
    guard lives[character] == life, let here = people[character], here.region == region,
      let node = owners[region]
    else { return }
    storage[character] = person
    for done in shards[node]?.regions[region]?.stored(character, person.marks) ?? [] {
      tell(done.id, character, region, node)
    }
  }

  // MARK: Letters

  private mutating func post(_ letter: Letter) {
    if happens(5) { return }
    for _ in 0...(happens(8) ? 1 : 0) {
      letters.append((now + 1 + UInt64(random.below(80)), letter))
    }
  }

  private mutating func deliver() {
    let due = letters.filter { $0.at <= now }
    letters.removeAll { $0.at <= now }
    for (_, letter) in due {
      switch letter {
      case .order(let order, let node): receive(order, at: node)
      case .receipt(let receipt, let node):
        take(rounds[receipt.id]?.received(receipt, from: node, now: now) ?? [])
      case .stored(let character, let person, let region, let life):
        stored(character, person, region, life)
      case .arrival(let character, let person, let region):
        guard let node = owners[region] else { continue }
        lives[character, default: 0] += 1
        people[character] = (region, person)
        shards[node]?.regions[region]?.arrived(character, person.marks)
      }
    }
  }

  private mutating func receive(_ order: OperationOrder, at node: NodeID) {
    guard let verdict = shards[node]?.book.received(order, now: now) else { return }
    switch verdict {
    case .apply:
      shards[node]?.desk.received(order)
      for region in shards[node]?.regions.keys.sorted() ?? [] {
        shards[node]?.regions[region]?.received(order)
      }
    case .answer(let receipt): post(.receipt(receipt, node))
    case .withdraw:
      count("withdrawn")
      if shards[node]?.desk.withdrew(order.id) == true { answer(order.id, .nothingToDo, at: node) }
    case .wait, .full: break
    }
  }

  private mutating func answer(
    _ id: AdminOperationID, _ outcome: OperationOutcome, at node: NodeID
  ) {
    for region in shards[node]?.regions.keys.sorted() ?? [] {
      shards[node]?.regions[region]?.closed(id)
    }
    guard let receipt = shards[node]?.book.finished(id, outcome) else { return }
    post(.receipt(receipt, node))
  }

  private mutating func take(_ actions: [OperationRound.Action]) {
    for case .send(let order, let node) in actions { post(.order(order, node)) }
  }

  // MARK: What holds

  private mutating func judge(_ round: OperationRound) {
    guard round.isFinished else {
      violations.append("an operation is open for ever: \(round.order.id)")
      return
    }
    guard let character = orders[round.order.id] else { return }
    let tellers = round.results.values.filter { $0 == .answered(.changed(before: "x")) }
    let times = people[character]?.person.deeds[round.order.id] ?? 0
    if !tellers.isEmpty { count("done") }
    if !tellers.isEmpty, times != 1 {
      violations.append("\(round.order.id) is said to be done, and was done \(times) times")
    }
    let isUnknown = round.results.values.contains {
      if case .unreachable? = $0 { true } else { false }
    }
    if times == 1, tellers.isEmpty {
      count(isUnknown ? "done, and nobody knows" : "done, and not told")
    }
  }
}
