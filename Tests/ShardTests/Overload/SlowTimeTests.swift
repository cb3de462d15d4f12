import Cluster
import Model
import NIOCore
import Storage
import Testing
import Wire
import World

@testable import Shard

/// A region under load runs its world more slowly, and everything else as ever.
@Suite struct SlowTimeTests {
  @Test func atItsSlowestItTakesNoNewcomers() async throws {
    let stage = try await SlowTimeStage()
    func refusals(at percent: UInt32) async throws -> [UInt32] {
      try await stage.slow(stage.west, to: percent)
      let guest = try await stage.fixture.guest(at: Position(unitsX: 100, unitsY: 100))
      await stage.fixture.post(
        .attach(
          Attach(
            session: guest, region: stage.west.id, epoch: stage.west.epoch, sequenceSeen: .none,
            inputBase: InputSequence(1))), to: stage.west)
      try await stage.tick(8)
      var places: [UInt32] = []
      for case .attachRefused(let refusal) in stage.fixture.outlet.take().map(\.message)
      where refusal.character == guest.character {
        places.append(refusal.place)
      }
      return places
    }
    #expect(try await refusals(at: 50) == [])
    #expect(try await refusals(at: 25) == [1])
  }

  @Test func underLoadTimeGoesSlowlyAndPlayersAreTold() async throws {
    var stage = try await SlowTimeStage()
    stage.fixture.clock.work(.milliseconds(15))
    for _ in 0..<24 {
      await stage.type(.stand, in: stage.west)
      try await stage.tick(10)
    }
    let slow = try await stage.facts(stage.west)
    #expect(slow.percent == 25)
    #expect(slow.game.map { $0 + slow.delay } == slow.cluster)
    let told = try stage.told()
    let changes = told.compactMap(\.own?.vitals)
    #expect(changes.map(\.timePercent) == [75, 50, 25], "once for each change")
    let usual = UInt32(Rules().playerSpeed)
    #expect(changes.map(\.speed) == [usual * 3 / 4, usual / 2, usual / 4])
    let last = try #require(told.last)
    #expect(last.tick.rawValue + 4 > slow.cluster, "it is the cluster's tick")

    stage.fixture.clock.work(.milliseconds(0))
    for _ in 0..<40 {
      await stage.type(.stand, in: stage.west)
      try await stage.tick(10)
    }
    let usually = try await stage.facts(stage.west)
    #expect(usually.percent == 100)
    let back = try stage.told().compactMap(\.own?.vitals)
    #expect(back.map(\.timePercent) == [50, 75, 100])
    #expect(back.last?.speed == usual)
    // What was rested is never caught up with.
    try await stage.tick(10)
    let later = try await stage.facts(stage.west)
    #expect(later.delay == usually.delay && later.delay > 0)
    #expect(later.game == usually.game.map { $0 + 10 })
  }

  @Test func whoEntersIsToldHowTimeGoes() async throws {
    var stage = try await SlowTimeStage(at: 500)
    try await stage.slow(stage.east, to: 50)
    await stage.type(.heading(dx: 127, dy: 0), in: stage.west)
    try await stage.tick(12)
    let there = try stage.told().filter { $0.scope?.region == stage.east.id }
    #expect(there.first?.own?.vitals?.timePercent == 50)
  }

  @Test func cooldownsRunOnGameTime() async throws {
    var stage = try await SlowTimeStage()
    try await stage.slow(stage.west, to: 50)
    _ = try stage.told()
    await stage.useHeal(in: stage.west)
    try await stage.tick(2)
    let cooldown = try #require(try stage.told().compactMap(\.own?.vitals).last?.cooldowns.first)
    #expect(cooldown.milliseconds == 4_000, "40 ticks of 100 ms each, as time goes now")
    try await stage.tick(2 * 38)
    _ = try stage.told()
    await stage.useHeal(in: stage.west)
    try await stage.tick(2)
    #expect(try stage.told().flatMap(\.events).map(\.kind) == [.skillRefused])
    await stage.useHeal(in: stage.west)
    try await stage.tick(2)
    #expect(try stage.told().flatMap(\.events).contains { $0.kind == .skillUsed })
  }

  /// To a region whose time goes as usual, and back: nobody is ready earlier or later than the tick
  /// that it was told, and the ticks that a region rests do not count.
  @Test func aCooldownCrossesAsItIs() async throws {
    var stage = try await SlowTimeStage(at: 500)
    try await stage.slow(stage.west, to: 50)
    try await stage.tick(40)
    await stage.useHeal(in: stage.west)
    await stage.type(.heading(dx: 127, dy: 0), in: stage.west)
    var before = try await stage.facts(stage.west)
    var there = try await stage.facts(stage.east)
    for _ in 0..<30 where there.ready == nil {
      before = try await stage.facts(stage.west)
      try await stage.tick()
      there = try await stage.facts(stage.east)
    }
    #expect(before.delay > 0 && there.delay == 0)
    let ready = try #require(there.ready)
    #expect(ready == before.readyForAll)

    await stage.type(.heading(dx: -127, dy: 0), in: stage.east)
    var back = try await stage.facts(stage.west)
    for _ in 0..<30 where back.ready != nil {
      // It has not let go yet, because it rests.
      try await stage.tick()
      back = try await stage.facts(stage.west)
    }
    for _ in 0..<30 where back.ready == nil {
      try await stage.tick()
      back = try await stage.facts(stage.west)
    }
    #expect(back.readyForAll == ready)
    #expect(ready > back.cluster, "it still cools down")
  }

  @Test func inputsAreAllAppliedInOrder() async throws {
    var stage = try await SlowTimeStage()
    try await stage.slow(stage.west, to: 25)
    _ = try stage.told()
    for number in 0..<80 as Range<Int> {
      await stage.type(.heading(dx: number % 2 == 0 ? 127 : -127, dy: 5), in: stage.west)
      try await stage.tick()
    }
    let told = try stage.told()
    #expect(told.count == 20, "players are told of steps")
    let applied = told.compactMap(\.own?.counters.lastInput.rawValue)
    #expect(zip(applied, applied.dropFirst()).allSatisfy { $1 == $0 + 4 })
    let counters = try #require(told.last?.own?.counters)
    #expect(counters.lastInput.rawValue + 4 > stage.inputs)
    #expect(counters.applied == counters.lastInput.rawValue)
    #expect(counters.gaps == 0 && counters.duplicates == 0)
  }

  /// The same inputs in each step make the same world, however many ticks rest between them.
  /// Who asks too often is counted, and that is a part of the world, at full speed only.
  @Test(arguments: [([100, 50, 25], false), ([50, 25], true)] as [([UInt32], Bool)])
  func theWorldIsTheSameAtTheSameGameTick(percents: [UInt32], isFight: Bool) async throws {
    var hashes: [[UInt64]] = []
    for percent in percents {
      var stage = try await SlowTimeStage()
      try await stage.slow(stage.west, to: percent)
      var found: [UInt64] = []
      for number in 0..<30 as Range<Int> {
        if number % 7 == 0 {
          await stage.type(.heading(dx: Int8(number), dy: 9), in: stage.west)
        }
        if isFight, number == 10 { await stage.useHeal(in: stage.west) }
        try await stage.tick(Int(100 / percent))
        found.append(try await stage.facts(stage.west).hash)
      }
      hashes.append(found)
    }
    #expect(Set(hashes[0]).count == 30)
    let areSame = hashes.allSatisfy { $0 == hashes[0] }
    #expect(areSame)
  }

  /// Rests are no silence, and what was seen is told to neighbours once.
  @Test func neighboursGoOnSeeingIt() async throws {
    var stage = try await SlowTimeStage(at: 500)
    let other = try await stage.fixture.guest(at: Position(unitsX: 530, unitsY: 100))
    await stage.fixture.post(
      .attach(
        Attach(
          session: other, region: stage.east.id, epoch: stage.east.epoch, sequenceSeen: .none,
          inputBase: InputSequence(1))), to: stage.east)
    try await stage.tick(4)
    let first = try stage.told(other)
    let hero = stage.session.character.rawValue
    #expect(first.flatMap(\.appear).contains { $0.entity == hero })
    try await stage.slow(stage.west, to: 25)
    for _ in 0..<3 {
      await stage.useHeal(in: stage.west)
      try await stage.tick(30)
    }
    let later = try stage.told(other)
    #expect(later.count == 90)
    #expect(later.flatMap(\.vanish).isEmpty, "it stays in view")
    #expect(later.flatMap(\.events).count { $0.kind == .skillUsed && $0.source == hero } == 1)
  }
}
