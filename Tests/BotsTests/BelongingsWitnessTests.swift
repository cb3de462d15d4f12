import Model
import Testing
import Wire

@testable import Bots

@Suite struct BelongingsWitnessTests {
  private static func told(
    _ version: UInt64, gold: UInt64 = 0, _ items: [(UInt64, UInt32)] = [], gone: [UInt64] = [],
    isFull: Bool = false
  ) -> OwnedBelongings {
    OwnedBelongings(
      version: ValueVersion(version), gold: gold,
      items: items.map { OwnedItem(item: ItemID($0.0), definition: 2, count: $0.1) },
      gone: gone.map { ItemID($0) }, isFull: isFull, slots: 20)
  }

  private static func begun() -> BelongingsWitness {
    var witness = BelongingsWitness()
    let first = witness.received(told(4, gold: 10, [(1, 3)], isFull: true), isQuiet: true)
    #expect(first.isEmpty)
    return witness
  }

  @Test func whatFollowsFromTheAnswersIsNoViolation() {
    var witness = Self.begun()
    witness.answered(5)
    witness.answered(-1)
    #expect(witness.received(Self.told(5, gold: 15, [(1, 3)]), isQuiet: false).isEmpty)
    #expect(witness.received(Self.told(6, gold: 15, [(1, 2)]), isQuiet: false).isEmpty)
    let all = Self.told(6, gold: 15, [(1, 2)], isFull: true)
    #expect(witness.received(all, isQuiet: true).isEmpty)
  }

  @Test(arguments: [9, 11] as [UInt64]) func goldFromNowhereIsFound(gold: UInt64) {
    var witness = Self.begun()
    let found = witness.received(
      Self.told(5, gold: gold, [(1, 3)], isFull: true), isQuiet: true)
    #expect(found.map(\.invariant) == [.belongingsUnexplained])
  }

  @Test func anItemDoneTwiceIsFound() {
    var witness = Self.begun()
    witness.answered(1)
    let found = witness.received(
      Self.told(6, gold: 10, [(1, 3), (2, 1), (3, 1)], isFull: true), isQuiet: true)
    #expect(found.map(\.invariant) == [.belongingsUnexplained])
  }

  @Test func whileSomethingIsUnderWayNothingIsAddedUp() {
    var witness = Self.begun()
    let found = witness.received(Self.told(5, gold: 15, [(1, 3)], isFull: true), isQuiet: false)
    #expect(found.isEmpty)
    witness.answered(5)
    let all = Self.told(5, gold: 15, [(1, 3)], isFull: true)
    #expect(witness.received(all, isQuiet: true).isEmpty)
  }

  @Test func aVersionThatGoesBackIsFound() {
    var witness = Self.begun()
    let older = witness.received(Self.told(3, gold: 10, [(1, 3)], isFull: true), isQuiet: false)
    #expect(older.map(\.invariant) == [.belongingsWentBack])
    var repeated = Self.begun()
    let again = repeated.received(Self.told(4, gold: 10), isQuiet: false)
    #expect(again.map(\.invariant) == [.belongingsWentBack])
  }

  @Test func anItemThatIsNamedTwiceOrComesBackIsFound() {
    var witness = Self.begun()
    let named = witness.received(Self.told(5, gold: 10, [(2, 1), (2, 1)]), isQuiet: false)
    #expect(named.map(\.invariant) == [.itemTwice])
    #expect(witness.received(Self.told(6, gold: 10, gone: [2]), isQuiet: false).isEmpty)
    let back = witness.received(Self.told(7, gold: 10, [(2, 1)]), isQuiet: false)
    #expect(back.map(\.invariant) == [.itemTwice])
  }

  @Test func twoAccountsOfOneVersionMustAgree() {
    var witness = Self.begun()
    let found = witness.received(
      Self.told(4, gold: 10, [(1, 2), (2, 1)], isFull: true), isQuiet: true)
    #expect(found.map(\.invariant) == [.belongingsDiffer])
  }

  @Test func aVersionThatIsLeftOutIsAskedFor() {
    var witness = Self.begun()
    #expect(!witness.isIncomplete)
    #expect(witness.received(Self.told(6, gold: 10, [(2, 1)]), isQuiet: false).isEmpty)
    #expect(witness.isIncomplete)
    witness.answered(1)
    let all = Self.told(6, gold: 10, [(1, 3), (2, 1)], isFull: true)
    #expect(witness.received(all, isQuiet: true).isEmpty)
    #expect(!witness.isIncomplete)
  }
}
