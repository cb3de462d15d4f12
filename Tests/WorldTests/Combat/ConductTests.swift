import Model
import Testing
import World

@Suite struct ConductTests {
  let lines = BehaviorTests.hall(("P", 1, 1), ("G", 12, 12))

  private func violations(_ effects: [Effect]) -> [Violation: [UInt8]] {
    var found: [Violation: [UInt8]] = [:]
    for effect in effects {
      if case .violation(.hero, let violation, let severity) = effect {
        found[violation, default: []].append(severity)
      }
    }
    return found
  }

  /// So many uses in each of a hundred ticks that begin with a window.
  private func found(
    uses: Int, of skill: SkillNumber, everyTicks: Int = 1, on target: EntityID?,
    isJudged: Bool = true
  ) -> [Violation: [UInt8]] {
    var arena = Arena(lines, creature: Bestiary.deer)
    arena.simulation.judgesConduct = isJudged
    arena.run(ticks: 99)
    var effects: [Effect] = []
    for tick in 0..<100 {
      let use = Intent.use(.hero, skill: skill, target: target, dx: 0, dy: 0)
      let intents = tick % everyTicks == 0 ? Array(repeating: use, count: uses) : []
      arena.simulation.step(intents, at: Tick(1100 + UInt64(tick)))
      effects += arena.simulation.effects
    }
    return violations(effects)
  }

  @Test func anHonestPlayerIsNeverAccused() {
    #expect(found(uses: 1, of: Bestiary.heal, everyTicks: 4, on: nil).isEmpty)
  }

  /// What a slow line holds back and delivers at once is no offence.
  @Test func aBurstAfterAPauseIsNoOffence() {
    #expect(found(uses: 20, of: Bestiary.heal, everyTicks: 100, on: nil).isEmpty)
  }

  @Test func tooManyUsesAreTold() {
    let found = found(uses: 4, of: SkillNumber(99), on: nil)
    #expect(found == [.attackRate: [1, 2, 3]])
  }

  /// Where time goes slowly everybody asks for more in a tick.
  @Test func whereTimeGoesSlowlyNobodyIsAccused() {
    #expect(found(uses: 4, of: SkillNumber(99), on: nil, isJudged: false).isEmpty)
    #expect(found(uses: 4, of: Bestiary.heal, on: nil, isJudged: false).isEmpty)
  }

  @Test func cooldownsTriedAgainAndAgainAreTold() {
    #expect(found(uses: 1, of: Bestiary.heal, on: nil)[.cooldown] == [1, 2])
  }

  @Test func targetsFarAwayAreTold() {
    #expect(found(uses: 1, of: Bestiary.fireball, on: SkillTests.creature)[.range] == [1, 2, 3])
  }

  @Test func upToThreeTicksEarlyIsTheLinesFault() {
    var rules = Bestiary.rules
    rules.skills[2].cooldownTicks = 4
    rules.skills[2].manaCost = 0
    var arena = Arena(lines, rules: rules)
    var effects: [Effect] = []
    for tick in 0..<600 {
      let intents: [Intent] =
        tick % 4 == 0 || tick % 4 == 1
        ? [.use(.hero, skill: Bestiary.heal, target: nil, dx: 0, dy: 0)] : []
      arena.simulation.step(intents, at: Tick(1100 + UInt64(tick)))
      effects += arena.simulation.effects
    }
    #expect(violations(effects).isEmpty)
  }
}
