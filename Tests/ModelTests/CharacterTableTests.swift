import Model
import Testing

@Suite struct CharacterTableTests {
  private struct Row: Equatable {
    var number: Int
    var list: [Int] = []
  }

  private func id(_ number: UInt64) -> CharacterID { CharacterID(number) }

  /// Whatever is added, changed and removed, in whatever order, it holds what a dictionary holds.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func itHoldsWhatADictionaryHolds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var table = CharacterTable<Row>()
    var expected: [CharacterID: Row] = [:]
    for step in 0..<2_000 {
      let character = id(UInt64(generator.below(40)))
      switch generator.below(6) {
      case 0:
        table[character] = Row(number: step)
        expected[character] = Row(number: step)
      case 1:
        table[character] = nil
        expected[character] = nil
      case 2:
        table[character]?.list.append(step)
        expected[character]?.list.append(step)
      case 3:
        if let place = table.place(of: character) { table[place].number += 1 }
        expected[character]?.number += 1
      case 4: #expect(table[character]?.list.last == expected[character]?.list.last)
      default: #expect(table[character] == expected[character])
      }
      #expect(table.count == expected.count && table.isEmpty == expected.isEmpty)
      #expect((table.place(of: character) != nil) == (expected[character] != nil))
    }
    #expect(table.keys.sorted() == expected.keys.sorted())
    #expect(table.values.map(\.number).sorted() == expected.values.map(\.number).sorted())
    for (character, row) in expected { #expect(table[character] == row) }
    for character in table.keys { table[character] = nil }
    #expect(table.isEmpty && table.keys.isEmpty)
  }

  /// A row that is changed in place is not copied: its array keeps its storage.
  @Test func changingARowCopiesNothing() {
    var table = CharacterTable<Row>()
    table[id(1)] = Row(number: 0, list: Array(0..<100))
    let before = table[id(1)]?.list.withUnsafeBufferPointer { $0.baseAddress }
    table[id(1)]?.list[0] = 7
    if let place = table.place(of: id(1)) { table[place].list[1] = 8 }
    let after = table[id(1)]?.list.withUnsafeBufferPointer { $0.baseAddress }
    #expect(before == after)
    #expect(table[id(1)]?.list.prefix(2) == [7, 8])
  }

  @Test func copiesAreApart() {
    var table = CharacterTable<Row>()
    table[id(1)] = Row(number: 1)
    var copy = table
    copy[id(1)]?.number = 2
    copy[id(2)] = Row(number: 3)
    #expect(table[id(1)]?.number == 1 && table[id(2)] == nil && table.count == 1)
  }
}
