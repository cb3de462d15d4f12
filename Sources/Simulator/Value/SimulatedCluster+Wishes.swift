import Cluster
import Model
import Wire

/// What a player wants done about belongings: the client asks until it is answered.
struct SimulatedWish: Hashable {
  var request: ValueRequest
  var againAt: BootTime
}

extension SimulatedCluster {
  /// What characters own and what lies on the ground when the world begins.
  func endow() {
    for client in clients {
      store.economy.mint(SimulatorLimits.goldAtFirst, for: client.character)
      for _ in 0..<SimulatorLimits.itemsAtFirst {
        store.economy.make(for: .character(client.character))
      }
    }
    for region in grid.regions { store.economy.make(for: .ground(region)) }
    checker.began(store)
  }

  /// Asks again for what is not answered, or wishes something now and then.
  func wish(_ client: Int) {
    if let wish = clients[client].wish {
      guard now >= wish.againAt else { return }
      count("wishes-sent-again")
      clients[client].wish?.againAt = now + .seconds(1)
      return send(wish.request, client)
    }
    guard !isResting || now < typingUntil, chance(SimulatorLimits.wishPercent) else { return }
    clients[client].wishes += 1
    let request = ValueRequest(
      number: clients[client].wishes, login: clients[client].login,
      wish: choose(clients[client].character))
    clients[client].wish = SimulatedWish(request: request, againAt: now + .seconds(1))
    send(request, client)
  }

  /// A player wishes by what it sees, which here is what storage says; rarely it is wrong.
  private func choose(_ character: CharacterID) -> ValueRequest.Wish {
    let own = store.economy.items(of: .character(character)).sorted()
    let holder = store.characters[character]?.holder ?? grid.regions[0]
    let lying = store.economy.items(of: .ground(holder)).sorted()
    switch random.below(12) {
    case 0, 1, 2:
      if let item = any(of: lying) { return .pickUp(entity: item.rawValue) }
    case 3, 4:
      if let item = any(of: own) { return .drop(item, count: 1) }
    case 5:
      if own.count > 1, let item = any(of: own) { return .sell(entity: 0, item, count: 3) }
    case 6:
      return .drop(ItemID(1 + UInt64(random.below(20))), count: 1)
    case 7, 8, 9:
      return gift(from: character, any(of: own))
    default: break
    }
    return .buy(entity: 0, definition: 5, count: 1)
  }

  /// Rarely nobody is where the giver believes.
  private func gift(from character: CharacterID, _ item: ItemID?) -> ValueRequest.Wish {
    let others = clients.map(\.character).filter { $0 != character }
    let other = others[Int(random.below(UInt32(others.count)))]
    let gold = UInt64(random.below(8))
    guard let item, chance(60) else {
      return .trade(WireTrade(entity: other.rawValue, giveGold: gold + 1))
    }
    return .trade(
      WireTrade(
        entity: other.rawValue, give: [WirePortion(item: item, count: 1)], giveGold: gold))
  }

  private func any(of items: [ItemID]) -> ItemID? {
    items.isEmpty ? nil : items[Int(random.below(UInt32(items.count)))]
  }

  private func send(_ request: ValueRequest, _ client: Int) {
    guard case .online(let gateway, let generation) = clients[client].connection else { return }
    let character = clients[client].character
    trace { "client \(client), \(character), wishes \(TraceText.of(request))" }
    after(.milliseconds(3), in: .gateway(gateway)) { cluster in
      guard let at = cluster.gateways[gateway],
        at.sessions[character]?.route.session.generation == generation
      else { return }
      at.wished(request, character, cluster)
    }
  }

  func heard(_ answers: [ValueAnswer], _ client: Int) {
    for answer in answers {
      guard let request = clients[client].wish?.request, answer.number == request.number,
        answer.login == request.login
      else { continue }
      if answer.code == .tryAgain {
        clients[client].wish?.againAt = now + span(100_000, 500_000)
        continue
      }
      count(answer.code == .done ? "wishes-done" : "wishes-refused")
      clients[client].wish = nil
      // What was on the way twice.
      if chance(SimulatorLimits.echoPercent) {
        count("wishes-echoed")
        send(request, client)
      }
    }
  }
}

extension SimulatedGateway {
  /// A player wishes something about what it owns: its region knows.
  func wished(_ request: ValueRequest, _ character: CharacterID, _ cluster: SimulatedCluster) {
    guard let route = sessions[character]?.route, let owner = directory.owner(of: route.region)
    else { return }
    let message = SessionRequest(
      session: route.session, region: route.region, epoch: owner.epoch, request: request)
    cluster.send(.request(message), from: node, to: .shard(owner.shard))
  }
}
