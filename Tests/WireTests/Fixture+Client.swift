import Model
import Wire

extension Fixture {
  static let token: [UInt8] = Array(0...15) + Array(0xF0...0xFF)

  static let client: [Fixture] = [
    Fixture("ClientHello", .client(.hello(version: 1, client: "pangea-web ä"))),
    Fixture("ClientGuestLogin", .client(.guestLogin(name: "Wanderer"))),
    Fixture("ClientGuestLoginUnnamed", .client(.guestLogin(name: ""))),
    Fixture("ClientResumeLogin", .client(.resumeLogin(token: token))),
    Fixture("ClientJoin", .client(.join(CharacterID(7_000_000_001)))),
    Fixture("ClientInputHeading", .client(.input(input(1, .heading(dx: -127, dy: 127))))),
    Fixture(
      "ClientInputTarget", .client(.input(input(300, .target(Position(x: 1_048_575, y: -256)))))),
    Fixture("ClientInputStand", .client(.input(input(.max, .stand)))),
    Fixture("ClientProbe", .client(.probe(nonce: 1 << 63))),
    Fixture("ClientTicketLogin", .client(.ticketLogin(ticket: Array("t1cket".utf8)))),
    Fixture(
      "ClientInputUse",
      .client(
        .input(
          PlayerInput(
            sequence: InputSequence(301), motion: .heading(dx: 5, dy: 0),
            deed: .use(skill: 2, entity: 1 << 63 | 1, dx: -127, dy: 127))))),
    Fixture(
      "ClientInputRespawn",
      .client(
        .input(PlayerInput(sequence: InputSequence(302), motion: nil, deed: .respawn)))),
    Fixture(
      "ClientSay",
      .client(.say(Say(channel: .whisper, text: "hello ä", to: "Wanderer")))),
    Fixture("ClientBye", .client(.bye(reason: "going home"))),
  ]

  static let server: [Fixture] = [
    Fixture("ServerWelcome", .server(.welcome(welcome))),
    Fixture(
      "ServerLoggedIn",
      .server(
        .loggedIn(
          LoggedIn(
            account: AccountID(12), character: CharacterID(34), name: "Wanderer",
            resumeToken: token, lastInput: InputSequence(56), resumed: true)))),
    Fixture(
      "ServerJoined",
      .server(
        .joined(
          Joined(
            character: CharacterID(34),
            grid: RegionGrid(
              map: MapID(1), columns: 4, rows: 3, edgeUnits: 1024, viewRadiusUnits: 480),
            mapName: "greenfields")))),
    Fixture("ServerSnapshotFirst", .server(.snapshot(firstSnapshot))),
    Fixture("ServerSnapshotNext", .server(.snapshot(nextSnapshot))),
    Fixture("ServerProbeReply", .server(.probeReply(nonce: 77, tick: tick, region: region))),
    Fixture(
      "ServerProbeReplyGateway", .server(.probeReply(nonce: 78, tick: Tick(0), region: nil))),
    Fixture(
      "ServerError",
      .server(
        .error(
          ClientError(
            .unavailable, "Storage is away; try again.", retryAfterMilliseconds: 1500,
            isFatal: true)))),
    Fixture("ServerSnapshotFight", .server(.snapshot(fight))),
    Fixture("ServerSnapshotSlow", .server(.snapshot(slow))),
    Fixture(
      "ServerChatLine",
      .server(
        .chatLine(
          ChatLine(
            channel: .near, character: CharacterID(34), name: "Wanderer", text: "hello", to: "A")))),
    Fixture(
      "ServerNotice",
      .server(.notice(Notice(.muted, "Wait 10 seconds.", againMilliseconds: 10_000)))),
    Fixture(
      "ServerNoticeInLine", .server(.notice(Notice(.inLine, "You are 3rd in line.", place: 3)))),
    Fixture("ServerBye", .server(.bye(reason: "shutting down"))),
  ]

  static let tick = Tick(35_800_000_001)
  static let region = RegionID(map: MapID(1), column: 2, row: 1)

  private static var slow: Snapshot {
    var snapshot = Snapshot(tick: Tick(35_800_000_004))
    var vitals = OwnVitals()
    vitals.health = 90
    vitals.healthMax = 100
    vitals.level = 3
    vitals.speed = 1_024
    vitals.timePercent = 50
    snapshot.own = OwnState(
      position: Position(x: 1, y: 2),
      counters: InputCounters(lastInput: InputSequence(90), applied: 90),
      sequence: HandoffSequence(7), facing: 0, vitals: vitals)
    return snapshot
  }

  private static var fight: Snapshot {
    var snapshot = Snapshot(tick: tick)
    var vitals = OwnVitals()
    vitals.health = 90
    vitals.healthMax = 100
    vitals.mana = 40
    vitals.manaMax = 50
    vitals.level = 3
    vitals.experience = 120
    vitals.experienceNext = 300
    vitals.kills = 4
    vitals.state = 10
    vitals.respawnMilliseconds = 2_500
    vitals.cooldowns = [
      OwnVitals.Cooldown(skill: 1, milliseconds: 800),
      OwnVitals.Cooldown(skill: 4, milliseconds: 4_000),
    ]
    vitals.speed = 2_048
    vitals.corrections = 1
    snapshot.own = OwnState(
      position: Position(x: 524_288, y: -1),
      counters: InputCounters(lastInput: InputSequence(90), applied: 88, gaps: 2, duplicates: 1),
      sequence: HandoffSequence(7), facing: 255, vitals: vitals)
    let creature: UInt64 = 1 << 63 | 1
    snapshot.appear = [
      EntityAppear(
        slot: 7, entity: creature, x: 1, y: 2, kind: 2, name: "", facing: 9, definition: 3,
        condition: EntityCondition(health: 255, level: 5, state: 2))
    ]
    snapshot.vitals = [
      EntityVitals(slot: 7, condition: EntityCondition(health: 128, level: 5, state: 2))
    ]
    snapshot.events = [
      EntityEvent(.damage, source: 34, target: creature, amount: 12, skill: 1),
      EntityEvent(.skillRefused, source: 34, target: 34, amount: 1, skill: 4),
    ]
    return snapshot
  }

  static func input(_ sequence: UInt64, _ motion: WireMotion) -> PlayerInput {
    PlayerInput(sequence: InputSequence(sequence), motion: motion)
  }

  private static var welcome: Welcome {
    var welcome = Welcome()
    welcome.serverTimeMilliseconds = 1_790_000_000_000
    welcome.frameBytesMax = 4096
    welcome.inputsPerSecondMax = 20
    welcome.graceSeconds = 30
    welcome.server = "gateway-1"
    welcome.contentVersion = "1.0.0"
    return welcome
  }

  private static var firstSnapshot: Snapshot {
    var snapshot = Snapshot(tick: Tick(35_800_000_000))
    snapshot.scope = SlotScope(
      region: region, epoch: Epoch(5), originX: 1536, originY: -512, steps: 8, shard: ShardID(2))
    snapshot.own = OwnState(
      position: Position(x: 524_288, y: -1),
      counters: InputCounters(
        lastInput: InputSequence(90), applied: 88, gaps: 2, duplicates: 1),
      sequence: HandoffSequence(7), facing: 255)
    snapshot.appear = [
      EntityAppear(slot: 0, entity: 1, x: 1, y: 2, kind: 0, name: "A", facing: 0),
      EntityAppear(
        slot: 4095, entity: 7_000_000_001, x: 16383, y: 16384, kind: 1, name: "山", facing: 64),
    ]
    return snapshot
  }

  private static var nextSnapshot: Snapshot {
    var snapshot = Snapshot(tick: tick)
    snapshot.own = OwnState(
      position: Position(x: 1, y: 2),
      counters: InputCounters(lastInput: InputSequence(1), applied: 1),
      sequence: HandoffSequence(1), facing: 0)
    snapshot.move = [
      EntityMove(slot: 0, x: 0, y: 0), EntityMove(slot: 127, x: 128, y: 16383),
      EntityMove(slot: 4095, x: 16384, y: .max),
    ]
    snapshot.vanish = [0, 300, 65535]
    return snapshot
  }
}
