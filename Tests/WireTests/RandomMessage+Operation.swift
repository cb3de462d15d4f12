import Model
import Wire

extension RandomMessage {
  mutating func operationOrder() -> OperationOrder {
    let scopes: [OperationScope?] = [
      nil, .everybody, .map(MapID(UInt16(truncatingIfNeeded: u64()))), .region(region()),
      .character(character()), .account(AccountID(u64())),
    ]
    let kinds: [OperationOrder.Kind?] = [
      nil, .announce(Announcement.Style.allCases[Int(random.below(3))], text: text()),
      .kick(reason: text()), .mutes,
      .trace(seconds: u32(), process: bool() ? .shard(ShardID(max(1, u32()))) : nil),
    ]
    let changes: [OperationOrder.Kind] = [
      .teleport(MapID(UInt16(truncatingIfNeeded: u64())), position()),
      .attributes(
        CharacterAttributes(
          health: bool() ? u32() : nil, mana: bool() ? u32() : nil, level: bool() ? u32() : nil,
          experience: bool() ? u64() : nil)),
      .logLevel(
        LogLevelOrder(
          process: bool() ? .admin(AdminID(max(1, u32()))) : nil, level: text(), module: text(),
          seconds: u32())),
    ]
    let kind =
      bool() ? kinds[Int(random.below(UInt32(kinds.count)))] : changes[Int(random.below(3))]
    var order = OperationOrder(
      id: AdminOperationID(using: &random), admin: AdminID(u32()), target: Incarnation(u64()),
      actor: text(), issuedAt: u64(), deadline: u64(),
      undoOf: bool() ? AdminOperationID(using: &random) : nil,
      scope: scopes[Int(random.below(6))], kind: kind)
    order.isWithdrawn = bool()
    return order
  }

  mutating func operationReceipt() -> OperationReceipt {
    let outcomes: [OperationOutcome] = [
      .applied(reached: u32()), .nothingToDo,
      .refused(OperationOutcome.Refusal.allCases[Int(random.below(10))]),
      .changed(before: "x" + text()),
    ]
    return OperationReceipt(
      id: AdminOperationID(using: &random), node: .gateway(GatewayID(max(1, u32()))),
      incarnation: Incarnation(u64()), outcome: outcomes[Int(random.below(4))])
  }

  mutating func playersRequest() -> PlayersRequest {
    PlayersRequest(
      id: u64(), admin: AdminID(u32()), after: character(), max: u32(), search: text())
  }

  mutating func playersReply() -> PlayersReply {
    PlayersReply(
      id: u64(), gateway: GatewayID(max(1, u32())), total: u32(),
      players: list {
        OnlinePlayer(
          character: $0.character(), account: AccountID($0.u64()), name: $0.text(),
          region: $0.region(), since: $0.u64(), isConnected: $0.bool(),
          silencedMilliseconds: $0.u64())
      })
  }
}
