import Model
import Testing

@testable import Cluster

/// Whose turn it is to be saved.
@Suite struct SaveTurnsTests {
  private static let tick = BootTime.Span.milliseconds(50)

  /// The turns of each tick from boot second 10 on.
  private static func turns(
    of characters: [CharacterID], ticks: Int, every tick: BootTime.Span = tick
  ) -> [[CharacterID]] {
    var turns = SaveTurns()
    return (0..<ticks).map { number in
      let now = BootTime(microseconds: 10_000_000) + tick * Int64(number)
      return turns.next(of: characters, now: now, limits: AuthorityLimits())
    }
  }

  @Test(arguments: [100, 199, 200, 799, 800, 2_000])
  func `many take turns, each once a second`(count: Int) {
    let characters = (1...count).map { CharacterID(UInt64($0 * 37)) }
    let all = Self.turns(of: characters, ticks: 102)
    #expect(all[0].count == count, "nobody knows when they were saved before")
    let turns = Array(all.dropFirst())
    // A turn that falls between two ticks comes with the later one.
    for second in 0..<4 {
      let saved = turns[second * 20..<second * 20 + 21].joined()
      #expect(Set(saved).count == count)
    }
    let total = turns.prefix(100).map(\.count).reduce(0, +)
    #expect((5 * count...5 * count + 200).contains(total))
    let most = turns.map(\.count).max() ?? 0
    #expect(most <= 2 * AuthorityLimits().saveRowsMin, "at once: \(most)")
    #expect(turns.allSatisfy { $0 == $0.sorted() })
  }

  @Test func `who comes and who goes is saved in time all the same`() {
    var random = SeededGenerator(seed: 3)
    var present = Set((1...900).map { CharacterID(UInt64($0)) })
    var savedAt: [CharacterID: Int] = [:]
    var (turns, longest) = (SaveTurns(), 0)
    for tick in 0..<2_000 {
      for _ in 0..<9 {
        let character = CharacterID(UInt64.random(in: 1...1_800, using: &random))
        if present.remove(character) == nil {
          present.insert(character)
          savedAt[character] = tick
        }
      }
      let now = BootTime(microseconds: 10_000_000) + Self.tick * Int64(tick)
      for character in turns.next(of: Array(present), now: now, limits: AuthorityLimits()) {
        longest = max(longest, tick - (savedAt[character] ?? tick))
        savedAt[character] = tick
      }
    }
    // A second, and where the ends of turns moved with those who came and went, a turn more.
    #expect(longest <= 20 + 4)
  }

  @Test func `few are saved together`() {
    let characters = (1...199).reversed().map { CharacterID(UInt64($0)) }
    let turns = Self.turns(of: characters, ticks: 60)
    #expect(turns.filter { !$0.isEmpty }.count == 3)
    #expect(turns[0] == characters.sorted())
    #expect(turns[20] == turns[0])
  }

  @Test func `who is not to wait is among the next, and once`() {
    let characters = (1...1_000).map { CharacterID(UInt64($0)) }
    var turns = SaveTurns()
    let limits = AuthorityLimits()
    var now = BootTime(microseconds: 10_000_000)
    #expect(turns.next(of: characters, now: now, limits: limits).count == 1_000)
    now = now + .milliseconds(100)
    let first = turns.next(of: characters, now: now, limits: limits)
    #expect(first.count == 100)
    let hurried = characters.filter { !first.contains($0) }.suffix(2)
    for character in hurried { turns.add(character) }
    // Somebody who is not here any more.
    turns.add(CharacterID(5_000))
    now = now + .milliseconds(1)
    #expect(turns.next(of: characters, now: now, limits: limits) == Array(hurried))
    #expect(turns.next(of: characters, now: now, limits: limits) == [])
  }

  /// Time goes slowly, or storage takes long for each turn.
  @Test(arguments: [100, 200, 500, 900, 3_000])
  func `a region that runs seldom saves each about once a second`(milliseconds: Int64) {
    let characters = (1...2_000).map { CharacterID(UInt64($0)) }
    let between = BootTime.Span.milliseconds(milliseconds)
    let turns = Self.turns(of: characters, ticks: 60, every: between)
    var (savedAt, longest) = ([CharacterID: Int](), 0)
    for (number, turn) in turns.enumerated() {
      for character in turn {
        if let before = savedAt[character] { longest = max(longest, number - before) }
        savedAt[character] = number
      }
    }
    #expect(savedAt.count == characters.count)
    let longestMilliseconds = milliseconds * Int64(longest)
    // A turn that falls between two comes with the later one; those of the next round are not begun
    // with the last of this one.
    #expect(longestMilliseconds <= max(milliseconds, 1_000 + 2 * milliseconds))
    let seconds = max(1, Int(milliseconds) * turns.count / 1_000)
    let total = turns.map(\.count).reduce(0, +)
    #expect(total <= (seconds + 2) * characters.count, "nothing is made up for")
  }
}
