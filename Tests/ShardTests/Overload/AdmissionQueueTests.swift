import Model
import Testing

@testable import Shard

@Suite struct AdmissionQueueTests {
  private var line = AdmissionQueue()
  private var now = BootTime(microseconds: 0)

  /// In line, from 1; 0: comes in.
  private mutating func tries(
    _ character: UInt64, at gate: AdmissionQueue.Gate = .login, room: Int = 0
  ) -> UInt32? {
    switch line.tried(CharacterID(character), at: gate, room: room, now: now) {
    case .enters: 0
    case .waits(let place): place
    case .turnedAway: nil
    }
  }

  private mutating func waiting(at gate: AdmissionQueue.Gate) -> Int {
    line.count(at: gate, now: now)
  }

  private mutating func pass(_ milliseconds: Int64) { now = now + .milliseconds(milliseconds) }

  @Test mutating func withRoomNobodyWaits() {
    for character in 1...500 as ClosedRange<UInt64> {
      #expect(tries(character, room: 1) == 0)
    }
  }

  @Test mutating func firstComeFirstServedAtBothGates() {
    #expect(tries(1) == 1)
    #expect(tries(2, at: .border) == 2)
    #expect(tries(3) == 3)
    #expect(waiting(at: .login) == 2)
    #expect(waiting(at: .border) == 1)
    pass(1_000)
    // There is room for one: whoever tries first, it is for the one in front.
    #expect(tries(4, room: 1) == 4)
    #expect(tries(3, room: 1) == 3)
    #expect(tries(2, at: .border, room: 1) == 2)
    #expect(tries(1, room: 1) == 0)
    #expect(tries(2, at: .border, room: 0) == 1)
    #expect(tries(3, room: 1) == 2, "the places move up")
    #expect(waiting(at: .login) == 2)
  }

  @Test mutating func whoWentAwayDoesNotBlock() {
    #expect(tries(1) == 1)
    #expect(tries(2) == 2)
    for _ in 0..<4 {
      pass(1_000)
      #expect(tries(2, room: 1) == 2, "a place is kept for a while")
    }
    pass(1_500)
    #expect(tries(2, room: 1) == 0)
    #expect(tries(1) == 1, "the place was lost")
  }

  @Test mutating func aPlaceIsKeptWhileItsOwnerTries() {
    #expect(tries(1) == 1)
    #expect(tries(2) == 2)
    for _ in 0..<100 {
      pass(4_000)
      #expect(tries(2) == 2)
      #expect(tries(1) == 1)
    }
  }

  @Test mutating func theLineIsBounded() {
    for character in 1...2_000 as ClosedRange<UInt64> { #expect(tries(character) != nil) }
    #expect(tries(5_000) == nil)
    #expect(tries(2_000) == 2_000, "who is in line stays there")
  }

  @Test mutating func aRegionThatRecoversIsNotFlooded() {
    for character in 1...100 as ClosedRange<UInt64> { _ = tries(character) }
    var came: [UInt64] = []
    for _ in 0..<5 {
      pass(1_000)
      let waiting = (1...100 as ClosedRange<UInt64>).filter { !came.contains($0) }
      let entered = waiting.filter { tries($0, room: 1_000) == 0 }
      #expect(entered.count == 20)
      came += entered
    }
    #expect(came == Array(1...100), "in order")
    #expect(tries(101, room: 1_000) == 0, "without a line there is no such bound")
  }

  /// Newcomers try all the time and in any order, room comes and goes: nobody who goes on trying is
  /// passed by anybody who came later.
  @Test(arguments: UInt64(1)...20)
  mutating func nobodyStarves(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var waiting: [UInt64] = []
    var next: UInt64 = 1
    var entered: [UInt64] = []
    for second in 0..<900 {
      pass(1_000)
      if second < 150 {
        for _ in 0..<random.below(4) {
          waiting.append(next)
          _ = tries(next)
          next += 1
        }
      }
      var room = random.below(4) == 0 ? Int(random.below(6)) : 0
      for character in waiting.shuffled(using: &random) {
        guard tries(character, room: room) == 0 else { continue }
        room -= 1
        entered.append(character)
        waiting.removeAll { $0 == character }
      }
      if let last = entered.max(), let first = waiting.first {
        #expect(last < first + 6, "who came later waits for those before, or for their next try")
      }
    }
    #expect(waiting.isEmpty)
    #expect(entered.count == Int(next) - 1)
  }
}
