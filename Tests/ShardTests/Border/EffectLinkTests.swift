import Model
import Testing
import Wire
import World

@testable import Shard

/// Deeds over a border, while batches are lost, repeated, and owners change.
@Suite struct EffectLinkTests {
  private static func deed(_ number: UInt64) -> BorderDeed {
    BorderDeed(
      source: EntityID(1), level: 1, origin: Position(x: 0, y: 0), target: EntityID(number),
      skill: SkillNumber(1), kind: .damage(5, .fire))
  }

  /// The targets of deeds are numbered, so that what was taken shows order and doubling.
  private struct Link {
    var outbox = EffectOutbox(limit: 1_000)
    var inbox = EffectInbox()
    var sourceEpoch = Epoch(1)
    var targetEpoch = Epoch(1)
    var taken: [UInt64] = []

    mutating func batch(isLost: Bool) {
      outbox.retarget(targetEpoch)
      guard !isLost, outbox.peerStream == targetEpoch else { return }
      taken += inbox.take(outbox.pending, from: sourceEpoch).map(\.target)
    }

    mutating func answer(isLost: Bool) {
      if !isLost, inbox.stream == sourceEpoch { outbox.heard(inbox.counter, from: targetEpoch) }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func everyDeedIsTakenOnceAndInOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var link = Link()
    var sent: UInt64 = 0
    for tick in 0..<300 {
      let isBad = tick < 280
      for _ in 0..<random.below(3) where isBad {
        sent += 1
        link.outbox.append(Self.deed(sent))
      }
      link.batch(isLost: isBad && random.below(3) == 0)
      if random.below(4) == 0 { link.batch(isLost: false) }
      link.answer(isLost: isBad && random.below(3) == 0)
    }
    #expect(link.taken == Array(1...sent))
    #expect(link.outbox.pending.isEmpty)
    #expect(link.outbox.dropped == 0)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func noDeedIsTakenTwiceWhoeverRestarts(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var link = Link()
    var sent: UInt64 = 0
    var restarts: UInt64 = 0
    for _ in 0..<300 {
      for _ in 0..<random.below(3) {
        sent += 1
        link.outbox.append(Self.deed(sent))
      }
      link.batch(isLost: random.below(3) == 0)
      link.answer(isLost: random.below(3) == 0)
      if random.below(40) == 0 {
        restarts += 1
        if random.below(2) == 0 {
          link.targetEpoch = Epoch(link.targetEpoch.rawValue + 1)
          link.inbox = EffectInbox()
        } else {
          link.sourceEpoch = Epoch(link.sourceEpoch.rawValue + 1)
          link.outbox = EffectOutbox(limit: 1_000)
        }
      }
    }
    #expect(Set(link.taken).count == link.taken.count)
    #expect(link.taken == link.taken.sorted())
    #expect(restarts > 0)
  }

  @Test func aReportAboutAnOlderOwnerIsNoReport() {
    var outbox = EffectOutbox(limit: 10)
    outbox.retarget(Epoch(5))
    outbox.append(Self.deed(1))
    outbox.heard(7, from: Epoch(4))
    #expect(outbox.pending.count == 1)
    outbox.heard(1, from: Epoch(5))
    #expect(outbox.pending.isEmpty)
  }

  @Test func aFullOutboxDropsTheNewestAndCounts() {
    var outbox = EffectOutbox(limit: 2)
    outbox.retarget(Epoch(1))
    for number in 1...3 as ClosedRange<UInt64> { outbox.append(Self.deed(number)) }
    #expect(outbox.pending.map(\.target) == [1, 2])
    #expect(outbox.dropped == 1)
  }

  @Test(arguments: [
    BorderDeed.Kind.damage(7, .frost), .heal(9), .push(300), .reward(experience: 40), .open,
  ])
  func aDeedComesBackFromTheWire(kind: BorderDeed.Kind) {
    let deed = BorderDeed(
      source: EntityID(5), level: 3, origin: Position(x: -7, y: 9), target: EntityID(6),
      skill: SkillNumber(2), kind: kind, hops: 1)
    #expect(BorderDeed(BorderEffect(deed, counter: 4)) == deed)
  }
}
