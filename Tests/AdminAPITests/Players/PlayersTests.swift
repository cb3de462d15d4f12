import Model
import Testing
import Wire

@testable import AdminAPI

@Suite struct PlayersTests {
  private let first = GatewayID(1)
  private let second = GatewayID(2)

  @Test func pagesOfAllGatewaysAreOneList() async throws {
    let fixture = PlayersFixture(players: [
      first: [1, 4, 5, 9].map { PlayersFixture.player($0) },
      second: [2, 3, 7].map { PlayersFixture.player($0) },
    ])
    let collector = fixture.makeCollector()
    var (after, seen): (CharacterID, [UInt64]) = (CharacterID(0), [])
    var pages = 0
    while true {
      let page = try #require(await collector.page(after: after, max: 3, search: ""))
      #expect(page.total == 7)
      #expect(page.unreachable.isEmpty)
      seen += page.entries.map(\.player.character.rawValue)
      pages += 1
      guard page.hasMore, let last = page.entries.last else { break }
      after = last.player.character
    }
    #expect(seen == [1, 2, 3, 4, 5, 7, 9], "each once, in order")
    #expect(pages == 3)
  }

  @Test func ofACharacterAtTwoGatewaysTheLaterLogInCounts() async throws {
    let fixture = PlayersFixture(players: [
      first: [PlayersFixture.player(1, since: 5)], second: [PlayersFixture.player(1, since: 6)],
    ])
    let page = await fixture.makeCollector().page(after: CharacterID(0), max: 10, search: "")
    #expect(page?.entries.map(\.gateway) == [second])
  }

  @Test func aGatewayThatDoesNotAnswerIsNamed() async throws {
    let fixture = PlayersFixture(
      players: [first: [PlayersFixture.player(1)], second: [PlayersFixture.player(2)]],
      silent: [second])
    let collector = fixture.makeCollector(wait: .milliseconds(50))
    let page = try #require(await collector.page(after: CharacterID(0), max: 10, search: ""))
    #expect(page.unreachable == [second])
    #expect(page.entries.map(\.player.character) == [CharacterID(1)])
  }

  @Test func answersThatNobodyAwaitsChangeNothing() async throws {
    let fixture = PlayersFixture(
      players: [first: [PlayersFixture.player(1)], second: []], silent: [first, second])
    let collector = fixture.makeCollector(wait: .milliseconds(50))
    collector.received(
      PlayersReply(id: 1, gateway: first, total: 9, players: [PlayersFixture.player(8)]),
      from: .gateway(first))
    async let asking = collector.page(after: CharacterID(0), max: 10, search: "")
    for _ in 0..<100 {
      collector.received(
        PlayersReply(id: 1, gateway: first, total: 9, players: [PlayersFixture.player(8)]),
        from: .gateway(second))
      await Task.yield()
    }
    let page = try #require(await asking)
    #expect(page.entries.isEmpty && page.total == 0, "one gateway does not speak for another")
    #expect(page.unreachable == [first, second])
  }

  @Test func withoutGatewaysThereIsAnEmptyPageAtOnce() async throws {
    let page = await PlayersFixture(players: [:]).makeCollector()
      .page(after: CharacterID(0), max: 10, search: "")
    #expect(page?.entries.isEmpty == true && page?.hasMore == false)
  }

  @Test func tooManyQuestionsAtOnceAreRefused() async throws {
    let fixture = PlayersFixture(players: [first: []], silent: [first])
    let collector = fixture.makeCollector(wait: .milliseconds(300))
    let refused = await withTaskGroup { group in
      for _ in 0...AdminLimits.playersRoundsMax {
        group.addTask { await collector.page(after: CharacterID(0), max: 1, search: "") == nil }
      }
      return await group.reduce(into: 0) { if $1 { $0 += 1 } }
    }
    #expect(refused == 1)
  }

  @Test func thePageIsShownToWhoMaySeePlayers() async throws {
    let fixture = try await AdminFixture()
    try await fixture.serving { console in
      let gm = try await fixture.badge("gm")
      let answer = try await console.ask("GET", "/api/players?limit=1", gm.headers)
      #expect(answer.status == 200)
      guard case .object(let page) = try answer.json, case .list(let players) = page["players"],
        case .object(let player) = players.first
      else { throw FixtureFailure(description: answer.text) }
      #expect(player["character"] == 7 && player["account"] == 107)
      #expect(player["name"] == "player 7" && player["gateway"] == "gateway-1")
      #expect(player["region"] == "0:1,2" && player["connected"] == true)
      #expect(player["muted_ms"] == nil && player["shard"] == nil)
      #expect(page["next"] == 7, "as many as were asked for: there may be more")
      let sre = try await fixture.badge("sre")
      #expect(try await console.ask("GET", "/api/players", sre.headers).status == 403)
      for wrong in [
        "limit=0", "limit=201", "after=-1", "after=x",
        "search=\(String(repeating: "a", count: 33))", "all=1",
      ] {
        #expect(try await console.ask("GET", "/api/players?\(wrong)", gm.headers).status == 400)
      }
    }
  }
}
