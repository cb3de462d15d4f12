import Testing

@testable import Wire

@Suite struct MessageArenaTests {
  @Test func memoryIsAlignedAndDoesNotOverlap() throws {
    var arena = MessageArena()
    _ = arena.begin(limit: .max)
    var last: UnsafeMutableRawPointer?
    for count in [1, 15, 16, 17, 0, 100_000, 3, 70_000] {
      let memory = try #require(allocate(count, &arena))
      #expect(Int(bitPattern: memory) % 16 == 0)
      if let last { #expect(memory != last) }
      memory.initializeMemory(as: UInt8.self, repeating: 0xAB, count: count)
      if count > 0 { last = memory }
    }
  }

  private func allocate(_ count: Int, _ arena: inout MessageArena) -> UnsafeMutableRawPointer? {
    arena.allocate(count)
  }

  private func expect(exhausted: Bool, _ arena: borrowing MessageArena) {
    let isExhausted = arena.isExhausted
    #expect(isExhausted == exhausted)
  }

  @Test func theLimitRefusesAndIsForgottenAtTheMark() {
    var arena = MessageArena()
    let outer = arena.begin(limit: 100)
    #expect(allocate(64, &arena) != nil)
    let inner = arena.begin(limit: 32)
    #expect(allocate(33, &arena) == nil)
    expect(exhausted: true, arena)
    #expect(allocate(32, &arena) != nil)
    #expect(allocate(1, &arena) == nil)
    arena.rewind(to: inner)
    expect(exhausted: false, arena)
    #expect(allocate(36, &arena) != nil)
    #expect(allocate(.max, &arena) == nil)
    #expect(allocate(-1, &arena) == nil)
    arena.rewind(to: outer)
    expect(exhausted: false, arena)
  }

  @Test func memoryIsUsedAgainAndMostlyGivenBack() {
    var arena = MessageArena()
    let start = arena.reservedBytes
    for _ in 0..<100 {
      let mark = arena.begin(limit: .max)
      for _ in 0..<10 { _ = arena.allocate(1000) }
      arena.rewind(to: mark)
    }
    let reservedAgain = arena.reservedBytes
    #expect(reservedAgain == start)
    let mark = arena.begin(limit: .max)
    for _ in 0..<64 { _ = arena.allocate(1 << 20) }
    let reservedGrown = arena.reservedBytes
    #expect(reservedGrown >= 64 << 20)
    arena.rewind(to: mark)
    let reservedShrunk = arena.reservedBytes
    #expect(reservedShrunk <= Limits.arenaKeptBytesMax)
  }

  @Test func lendingNests() {
    ThreadArena.lend(limit: 64) { outer in
      let kept = outer.pointee.allocate(16)
      kept?.storeBytes(of: 0x1234_5678, as: UInt32.self)
      for _ in 0..<10 {
        ThreadArena.lend(limit: 1024) { inner in
          #expect(inner == outer)
          inner.pointee.allocate(1024)?.initializeMemory(as: UInt8.self, repeating: 0, count: 1024)
        }
      }
      #expect(kept?.load(as: UInt32.self) == 0x1234_5678)
      #expect(outer.pointee.allocate(48) != nil)
      #expect(outer.pointee.allocate(1) == nil)
    }
  }
}
