import Model
import NIOCore
import Testing
import Wire

@testable import Gateway

@Suite("The protocol's document")
struct ProtocolDocumentTests {
  private static let token = [UInt8](0..<32)
  private static let region = RegionID(map: MapID(1), column: 1, row: 2)
  private static let grid = RegionGrid(
    map: MapID(1), columns: 4, rows: 4, edgeUnits: 1_024, viewRadiusUnits: 320)

  private static let fromClient: [(String, ClientMessage)] = [
    ("hello", .hello(version: 1, client: "demo")),
    ("login", .guestLogin(name: "Ada")),
    ("join", .join(CharacterID(34))),
    (
      "input",
      .input(PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 127, dy: 0)))
    ),
    ("probe", .probe(nonce: 7)),
    ("resume", .resumeLogin(token: token)),
    ("bye", .bye(reason: "done")),
  ]

  private static var fromServer: [(String, ServerMessage)] {
    var welcome = Welcome()
    welcome.serverTimeMilliseconds = 1_700_000_000_000
    welcome.frameBytesMax = UInt32(GatewayLimits().frameBytesMax)
    welcome.inputsPerSecondMax = UInt32(GatewayLimits().inputsPerSecondMax)
    welcome.graceSeconds = GatewayLimits().graceSeconds
    welcome.server = "gateway-1"
    welcome.contentVersion = "1.0.0"
    return [
      ("welcome", .welcome(welcome)),
      (
        "logged-in",
        .loggedIn(
          LoggedIn(
            account: AccountID(12), character: CharacterID(34), name: "Ada",
            resumeToken: token, lastInput: .none, resumed: false))
      ),
      (
        "joined",
        .joined(Joined(character: CharacterID(34), grid: grid, mapName: "vale"))
      ),
      ("snapshot-first", .snapshot(firstSnapshot)), ("snapshot-next", .snapshot(nextSnapshot)),
      ("snapshot-vanish", .snapshot(vanishSnapshot)),
      ("probe-reply", .probeReply(nonce: 7, tick: Tick(34_000_000_004), region: region)),
      (
        "error",
        .error(
          ClientError(
            .rateLimited, "Too many inputs in a short time.", retryAfterMilliseconds: 1_000,
            isFatal: true))
      ),
      ("server-bye", .bye(reason: "goodbye")),
    ]
  }

  private static var scope: SlotScope {
    SlotScope(region: region, epoch: Epoch(7), shard: ShardID(2), grid: grid)
  }

  private static func own(x: Int32, lastInput: UInt64) -> OwnState {
    OwnState(
      position: Position(unitsX: x, unitsY: 2_600),
      counters: InputCounters(lastInput: InputSequence(lastInput), applied: lastInput),
      sequence: HandoffSequence(2), facing: 0)
  }

  private static var firstSnapshot: Snapshot {
    var snapshot = Snapshot(tick: Tick(34_000_000_000))
    snapshot.scope = scope
    snapshot.own = own(x: 1_500, lastInput: 0)
    let place = scope.quantise(Position(unitsX: 1_512, unitsY: 2_601))
    snapshot.appear = [
      EntityAppear(
        slot: 5, entity: 99, x: place.x, y: place.y, kind: 1, name: "Bo", facing: 64)
    ]
    return snapshot
  }

  private static var nextSnapshot: Snapshot {
    var snapshot = Snapshot(tick: Tick(34_000_000_003))
    snapshot.own = own(x: 1_508, lastInput: 1)
    let place = scope.quantise(Position(unitsX: 1_520, unitsY: 2_601))
    snapshot.move = [EntityMove(slot: 5, x: place.x, y: place.y)]
    return snapshot
  }

  private static var vanishSnapshot: Snapshot {
    var snapshot = Snapshot(tick: Tick(34_000_000_004))
    snapshot.own = own(x: 1_508, lastInput: 1)
    snapshot.vanish = [5]
    return snapshot
  }

  @Test("every example is what the codec writes and reads")
  func examples() throws {
    let examples = try ProtocolDocument().examples
    for (name, message) in Self.fromClient {
      var frame = ByteBuffer()
      ClientCodec.encode(message, to: &frame)
      #expect(examples[name] == Array(frame.readableBytesView), "\(name)")
      #expect(try ClientCodec.decodeClient(ByteBuffer(bytes: examples[name] ?? [])) == message)
    }
    for (name, message) in Self.fromServer {
      var frame = ByteBuffer()
      ClientCodec.encode(message, to: &frame)
      #expect(examples[name] == Array(frame.readableBytesView), "\(name)")
      #expect(try ClientCodec.decodeServer(ByteBuffer(bytes: examples[name] ?? [])) == message)
    }
    let framed = ["tcp-hello", "ws-hello", "tcp-driver"]
    #expect(
      Set(examples.keys)
        == Set(Self.fromClient.map(\.0) + Self.fromServer.map(\.0) + framed))
  }

  @Test("the framed examples are read by the transports")
  func framed() throws {
    let examples = try ProtocolDocument().examples
    let hello = TransportEvent.message(ByteBuffer(bytes: examples["hello"] ?? []))
    var tcp = ClientTransport(tcp: TCPTransport(messageBytesMax: 100))
    tcp.receive(ByteBuffer(bytes: examples["tcp-hello"] ?? []))
    let overTCP = tcp.next()
    #expect(overTCP == hello)
    var webSocket = ClientTransport(
      webSocket: WebSocketTransport(messageBytesMax: 100, pongsMax: 1))
    webSocket.receive(ByteBuffer(bytes: examples["ws-hello"] ?? []))
    let overWebSocket = webSocket.next()
    #expect(overWebSocket == hello)
  }

  @Test("what a load driver says is read by the transport and the codec")
  func driver() throws {
    var tcp = ClientTransport(tcp: TCPTransport(messageBytesMax: 100))
    tcp.receive(ByteBuffer(bytes: try ProtocolDocument().examples["tcp-driver"] ?? []))
    var said: [ClientMessage] = []
    while case .message(let frame)? = tcp.next() {
      said.append(try ClientCodec.decodeClient(frame))
    }
    #expect(
      said == [
        .hello(version: 1, client: "demo"), .guestLogin(name: ""), .join(CharacterID(34)),
        .input(PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 127, dy: 0))),
        .input(PlayerInput(sequence: InputSequence(2), motion: .heading(dx: 0, dy: -127))),
        .probe(nonce: 7),
      ])
  }

  @Test("every error code has its row, with number and name")
  func errors() throws {
    let rows = try ProtocolDocument().rows { UInt32($0) != nil }.filter { $0.count == 5 }
    #expect(rows.count == ClientError.Code.allCases.count)
    for (code, row) in zip(ClientError.Code.allCases, rows) {
      #expect(row[0] == "\(code.rawValue)")
      #expect(row[1].replacing("_", with: "").lowercased() == "\(code)".lowercased())
    }
  }

  @Test("every limit has its row, with its value")
  func limits() throws {
    let rows = try ProtocolDocument().rows { $0.hasPrefix("`") && $0.hasSuffix("`") }
    let written = rows.filter { $0.count == 3 && Int64($0[1]) != nil }.map {
      "\($0[0].replacing("`", with: "")) \($0[1])"
    }
    let limits = Mirror(reflecting: GatewayLimits()).children + []
    let parts: [any Sendable] = [HTTPLimits(), AccountLimits()]
    let known =
      limits.filter { !["http", "accounts"].contains($0.label) }
      + parts.flatMap { Mirror(reflecting: $0).children }
    #expect(written == known.map { "\($0.label ?? "") \($0.value)" })
  }

  @Test("every close code that the server sends has its row")
  func closeCodes() throws {
    let rows = try ProtocolDocument().rows { (1000...4999).contains(Int($0) ?? 0) }
    let written = Set(rows.compactMap { UInt16($0[0]) })
    var sent: Set<UInt16> = [WebSocketCloseCode.normal.rawValue]
    for violation in WebSocketViolation.allCases { sent.insert(violation.closeCode.rawValue) }
    for code in ClientError.Code.allCases {
      sent.insert(ClientError(code, "", isFatal: true).closeCode.rawValue)
    }
    #expect(written == sent)
  }
}
