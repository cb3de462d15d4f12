import Cluster
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import Storage
import Synchronization
import Wire

@testable import AdminAPI

/// An admin process on a real storage, and nodes that do what nodes do, without sockets.
final class OperationBench: Sendable {
  struct Node: Sendable {
    var incarnation: Incarnation
    var book: OperationBook
    /// It has a lease.
    var isListed = true
    /// Orders reach it, and its answers the admin process.
    var isReachable = true
    /// Everything that it began with.
    var begun: [AdminOperationID] = []
    var asked = 0
    var outcome = OperationOutcome.applied(reached: 1)
  }

  struct State: Sendable {
    var nodes: [NodeID: Node] = [:]
    var now: Int64 = 1_000_000
    var admins: [AdminRun: OperationDesk] = [:]
    /// Answers that are held back.
    var holdsBack = false
    var held: [(OperationReceipt, NodeID)] = []
  }

  static let one = NodeID.gateway(GatewayID(1))
  static let two = NodeID.gateway(GatewayID(2))
  static let shard = NodeID.shard(ShardID(1))

  let folder: URL
  let store: SQLiteStore
  private let state = Mutex(State())

  init() async throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-operations-\(UUID().uuidString)")
    store = try await SQLiteStore.open(path: folder.appendingPathComponent("test.sqlite").path)
    for node in [Self.one, Self.two, Self.shard] { start(node, 7) }
    with { $0.nodes[Self.shard]?.outcome = .nothingToDo }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func with<Answer: Sendable>(_ body: (inout State) -> Answer) -> Answer {
    state.withLock { body(&$0) }
  }

  func start(_ node: NodeID, _ incarnation: UInt64) {
    with {
      $0.nodes[node] = Node(
        incarnation: Incarnation(incarnation),
        book: OperationBook(node: node, incarnation: Incarnation(incarnation)))
    }
  }

  /// Another admin process, or a later run of one.
  func desk(_ admin: UInt32 = 1, run: UInt64 = 1) -> OperationDesk {
    let run = AdminRun(admin: AdminID(admin), incarnation: Incarnation(run))
    let desk = OperationDesk(
      run: run,
      sources: OperationSources(nodes: { self.records }, send: { self.send($0, to: $1) }),
      store: store, wallClock: { self.with { $0.now } },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    with { $0.admins[run] = desk }
    return desk
  }

  /// An admin process dies with all that it knew.
  func kill(_ desk: OperationDesk) { with { $0.admins[desk.own] = nil } }

  private var records: [NodeRecord] {
    let address = NodeAddress(host: "127.0.0.1", port: 1)
    return with { state in
      state.nodes.filter(\.value.isListed).map {
        NodeRecord(node: $0.key, incarnation: $0.value.incarnation, mesh: address)
      }
        + state.admins.keys.map {
          NodeRecord(node: .admin($0.admin), incarnation: $0.incarnation, mesh: address)
        }
    }
  }

  private func send(_ order: OperationOrder, to node: NodeID) {
    let receipt = with { state -> OperationReceipt? in
      guard state.nodes[node]?.isReachable == true else { return nil }
      state.nodes[node]?.asked += 1
      let verdict = state.nodes[node]?.book.received(order, now: UInt64(state.now))
      switch verdict {
      case .apply?:
        state.nodes[node]?.begun.append(order.id)
        let outcome = state.nodes[node]?.outcome ?? .nothingToDo
        return state.nodes[node]?.book.finished(order.id, outcome)
      case .answer(let receipt)?: return receipt
      case .wait?, .withdraw?, .full?, nil: return nil
      }
    }
    guard let receipt else { return }
    let isHeld = with { state in
      if state.holdsBack { state.held.append((receipt, node)) }
      return state.holdsBack
    }
    if !isHeld { answer(receipt, from: node) }
  }

  /// Every admin process that lives gets the answer: whoever asked takes it.
  private func answer(_ receipt: OperationReceipt, from node: NodeID) {
    for desk in with({ Array($0.admins.values) }) { desk.received(receipt, from: node) }
  }

  func release() {
    let held = with { state in
      state.holdsBack = false
      defer { state.held = [] }
      return state.held
    }
    for (receipt, node) in held { answer(receipt, from: node) }
  }

  /// Time goes on, and the admin process looks at its rounds.
  func pass(_ milliseconds: Int64, _ desk: OperationDesk) async {
    with { $0.now += milliseconds }
    await desk.look()
  }

  func begun(_ node: NodeID) -> [AdminOperationID] { with { $0.nodes[node]?.begun ?? [] } }

  // MARK: Requests

  /// Asks a route as somebody with all permissions, and reads the JSON of the answer.
  func ask(
    _ route: AdminRoute, _ body: JSONValue = .object([:]), id: String? = nil,
    role: Role = .superAdmin
  ) async throws -> JSONValue {
    let request = AdminRequest(
      actor: StaffActor(
        name: "ada", role: role, staff: StaffID(1), means: .basic, hasSecondFactor: true),
      remote: "::1", moment: with { $0.now }, isSecure: true,
      parameters: id.map { ["id": $0] } ?? [:], query: [:], bytes: Array(body.text.utf8),
      token: nil)
    if let shape = route.body, let complaint = shape.complaint(about: body) {
      throw AdminRefusal(.malformed, complaint)
    }
    let response = try await route.handle(request)
    guard response.status == route.status else { throw AdminRefusal(.failed, "another status") }
    let collected = BodyCollector()
    try await response.body.write(collected)
    guard let answer = JSONValue(bytes: collected.bytes) else {
      throw AdminRefusal(.failed, "no JSON")
    }
    if let shape = route.answer, let complaint = shape.complaint(about: answer) {
      throw AdminRefusal(.failed, "the answer is not of its shape: \(complaint)")
    }
    return answer
  }
}

/// Takes what a response writes.
private final class BodyCollector: ResponseBodyWriter, Sendable {
  private let written = Mutex<[UInt8]>([])

  var bytes: [UInt8] { written.withLock { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    written.withLock { $0 += Array(buffer.readableBytesView) }
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension JSONValue {
  subscript(_ name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var words: String? { if case .text(let text) = self { text } else { nil } }

  var number: Int64? { if case .integer(let number) = self { number } else { nil } }

  var elements: [JSONValue] { if case .list(let values) = self { values } else { [] } }
}
