import Cluster
import Model
import Wire

/// A small cluster in which operations are asked for over a network that loses, delays, doubles and
/// reorders, while nodes and the admin process die and come back. Everything follows from the seed.
///
/// What it holds after every step is invariant 10: an operation is applied at most once per target,
/// and its receipt names every node that applied, refused or missed it, truthfully.
struct OperationWorld {
  /// What is broken on purpose.
  enum Fault: CaseIterable, Sendable {
    case none
    /// Nodes do not know what they did before.
    case forgetfulNodes
    /// Nodes begin with what comes after its deadline.
    case nodesWithoutDeadlines
    /// Nodes do orders that were for an earlier run.
    case nodesWithoutRuns
  }

  private enum Letter {
    case order(OperationOrder, NodeID)
    case receipt(OperationReceipt, NodeID)
    /// A node has done what it began with.
    case done(AdminOperationID, OperationOutcome, OperationTarget)
  }

  private struct Node {
    var incarnation: Incarnation
    var book: OperationBook
    var isFrozen = false
  }

  /// What storage has of an operation: it survives the admin process.
  private struct Record {
    let order: OperationOrder
    let late: Bool
    var results: [OperationTarget: OperationResult?]
    var isOpen = true
  }

  private struct Deed: Hashable {
    let id: AdminOperationID
    let target: OperationTarget
  }

  private(set) var violations: [String] = []
  private(set) var figures: [String: Int] = [:]
  private(set) var now: UInt64 = 1_000
  private let fault: Fault
  private var random: SeededGenerator
  private var letters: [(at: UInt64, Letter)] = []
  private var nodes: [NodeID: Node] = [:]
  private var runs: UInt64 = 1
  private var records: [AdminOperationID: Record] = [:]
  private var rounds: [AdminOperationID: OperationRound] = [:]
  private var isAdminUp = true
  private var deeds: [Deed: Int] = [:]
  private var isCalm = false

  init(seed: UInt64, fault: Fault = .none) {
    random = SeededGenerator(seed: seed)
    self.fault = fault
    for number in 1...2 { start(.gateway(GatewayID(UInt32(number)))) }
    for number in 1...2 { start(.shard(ShardID(UInt32(number)))) }
  }

  private mutating func happens(_ oneIn: UInt32) -> Bool { !isCalm && random.below(oneIn) == 0 }

  private mutating func count(_ what: String) { figures[what, default: 0] += 1 }

  private mutating func start(_ node: NodeID) {
    runs += 1
    nodes[node] = Node(
      incarnation: Incarnation(runs),
      book: OperationBook(node: node, incarnation: Incarnation(runs), entriesMax: 6))
  }

  // MARK: Steps

  /// Runs until all is quiet, with faults for a while.
  mutating func run(steps: Int) {
    for _ in 0..<steps where violations.isEmpty { step() }
    isCalm = true
    for node in nodes.keys { nodes[node]?.isFrozen = false }
    isAdminUp = true
    for _ in 0..<600 where violations.isEmpty { step() }
    for record in records.values where record.isOpen {
      violations.append("an operation is open for ever: \(record.order.id)")
    }
    for (id, record) in records where record.results.values.contains(where: { $0 == nil }) {
      violations.append("a target of \(id) has no result")
    }
  }

  private mutating func step() {
    now += UInt64(random.below(60))
    deliver()
    if happens(60), records.count < 24 { issue() }
    if happens(150), let node = anyNode() {
      start(node)
      count("restarts")
    }
    if happens(200), let node = anyNode() { freeze(node) }
    if happens(120) { toggleAdmin() }
    if isAdminUp { administer() }
    check()
  }

  private mutating func freeze(_ node: NodeID) {
    nodes[node]?.isFrozen.toggle()
    count("freezes")
  }

  private mutating func anyNode() -> NodeID? {
    let names = nodes.keys.sorted { $0.description < $1.description }
    return names.isEmpty ? nil : names[Int(random.below(UInt32(names.count)))]
  }

  private mutating func toggleAdmin() {
    isAdminUp.toggle()
    if !isAdminUp { rounds = [:] }
    count("deaths of the admin process")
  }

  private mutating func issue() {
    guard isAdminUp else { return }
    let late = random.below(2) == 0
    let order = OperationOrder(
      id: AdminOperationID(using: &random), admin: AdminID(1), target: Incarnation(0),
      actor: "gm", issuedAt: now, deadline: now + 500 + UInt64(random.below(3_000)),
      scope: .everybody, kind: late ? .mutes : .kick(reason: ""))
    let targets = nodes.map { OperationTarget(node: $0.key, incarnation: $0.value.incarnation) }
    records[order.id] = Record(
      order: order, late: late,
      results: Dictionary(uniqueKeysWithValues: targets.map { ($0, OperationResult?.none) }))
    count("operations")
    resume(order.id)
  }

  private mutating func resume(_ id: AdminOperationID) {
    guard let record = records[id] else { return }
    rounds[id] = OperationRound(
      order: record.order, takesLateJoiners: record.late, targets: record.results, resumedAt: now)
  }

  // MARK: The admin process

  private mutating func administer() {
    for (id, record) in records.sorted(by: { $0.key < $1.key })
    where record.isOpen && rounds[id] == nil {
      resume(id)
      count("rounds taken over")
    }
    let present = nodes.mapValues(\.incarnation)
    for id in rounds.keys.sorted() {
      take(rounds[id]?.saw(present, now: now) ?? [], of: id)
      take(rounds[id]?.ticked(now: now) ?? [], of: id)
    }
  }

  private mutating func take(_ actions: [OperationRound.Action], of id: AdminOperationID) {
    for action in actions {
      switch action {
      case .send(let order, let node): post(.order(order, node))
      case .expect(let target):
        records[id]?.results.updateValue(nil, forKey: target)
        count("late joiners")
      case .record(let target, let result): write(result, of: id, at: target)
      case .finish: records[id]?.isOpen = false
      }
    }
    if records[id]?.isOpen == false { rounds[id] = nil }
  }

  /// What a node said itself is never replaced.
  private mutating func write(
    _ result: OperationResult, of id: AdminOperationID, at target: OperationTarget
  ) {
    if case .answered? = records[id]?.results[target] ?? nil { return }
    records[id]?.results.updateValue(result, forKey: target)
    if case .unreachable = result { count("unreachable") }
    if case .answered(let outcome) = result { count(String("\(outcome)".prefix(7))) }
  }

  // MARK: The network

  private mutating func post(_ letter: Letter) {
    if happens(5) { return }
    let copies = happens(8) ? 2 : 1
    for _ in 0..<copies {
      let delay = happens(12) ? random.below(6_000) : random.below(80)
      letters.append((now + UInt64(delay), letter))
    }
  }

  private mutating func deliver() {
    let due = letters.filter { $0.at <= now }
    letters.removeAll { $0.at <= now }
    for letter in due.sorted(by: { $0.at < $1.at }) { open(letter) }
  }

  private mutating func open(_ post: (at: UInt64, Letter)) {
    switch post.1 {
    case .order(let order, let node):
      guard nodes[node]?.isFrozen == false else {
        // It waits in the socket of the process that stands still.
        letters.append((now + 200, post.1))
        return
      }
      receive(order, at: node)
    case .receipt(let receipt, let node):
      guard isAdminUp else { return }
      if let actions = rounds[receipt.id]?.received(receipt, from: node, now: now) {
        take(actions, of: receipt.id)
      } else if receipt.outcome != .refused(.otherRun) {
        write(
          .answered(receipt.outcome), of: receipt.id,
          at: OperationTarget(node: node, incarnation: receipt.incarnation))
      }
    case .done(let id, let outcome, let target):
      guard nodes[target.node]?.incarnation == target.incarnation else { return }
      if let receipt = nodes[target.node]?.book.finished(id, outcome) {
        self.post(.receipt(receipt, target.node))
      }
    }
  }

  private mutating func receive(_ order: OperationOrder, at node: NodeID) {
    guard let run = nodes[node]?.incarnation else { return }
    var order = order
    var book = nodes[node]?.book
    switch fault {
    case .none: break
    case .forgetfulNodes: book = OperationBook(node: node, incarnation: run, entriesMax: 6)
    case .nodesWithoutDeadlines: order.deadline = .max
    case .nodesWithoutRuns: order.target = run
    }
    guard let verdict = book?.received(order, now: now), let book else { return }
    nodes[node]?.book = book
    let target = OperationTarget(node: node, incarnation: run)
    switch verdict {
    case .apply:
      apply(order.id, at: target)
      let outcome: OperationOutcome =
        random.below(4) == 0 ? .nothingToDo : .applied(reached: random.below(9))
      letters.append((now + UInt64(random.below(300)), .done(order.id, outcome, target)))
    case .answer(let receipt): post(.receipt(receipt, node))
    case .wait, .withdraw: count("asked while under way")
    case .full: count("full")
    }
  }

  private mutating func apply(_ id: AdminOperationID, at target: OperationTarget) {
    deeds[Deed(id: id, target: target), default: 0] += 1
    count("applied")
    if let record = records[id], now >= record.order.deadline {
      violations.append("\(target) began with \(id) after its deadline")
    }
    if records[id]?.results.keys.contains(target) == false {
      violations.append("\(target) did \(id), and was never asked")
    }
  }

  // MARK: Invariant 10

  private mutating func check() {
    for (deed, times) in deeds where times > 1 {
      violations.append("\(deed.target) did \(deed.id) \(times) times")
    }
    for (id, record) in records {
      for (target, result) in record.results {
        let isDone = deeds[Deed(id: id, target: target)] != nil
        switch result {
        case .answered(.applied) where !isDone:
          violations.append("\(target) is said to have done \(id)")
        case .answered(.refused(let refusal)) where isDone && refusal != .forgotten:
          violations.append("\(target) is said to have refused \(id)")
        default: break
        }
      }
    }
  }
}
