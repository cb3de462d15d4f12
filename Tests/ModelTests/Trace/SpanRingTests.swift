import Model
import Testing

/// The oldest spans go, and those of little worth never push out the others.
@Suite struct SpanRingTests {
  private static func span(_ number: Int) -> TraceSpan {
    var source = TraceSource(seed: UInt64(number))
    return TraceSpan(
      .tick, source.trace(), parent: nil, kind: .tick, start: Int64(number), duration: 1)
  }

  private static func starts(_ ring: SpanRing) -> [Int64] {
    var starts: [Int64] = []
    ring.forEach(at: 0..<ring.count) { starts.append($0.start) }
    return starts.sorted()
  }

  @Test func theOldestOfItsKindGoes() {
    var ring = SpanRing(sampledMax: 3, keptMax: 2)
    ring.record(Self.span(1), worth: .kept)
    for number in 10..<20 { ring.record(Self.span(number), worth: .sampled) }
    #expect(Self.starts(ring) == [1, 17, 18, 19])
    for number in 20..<23 { ring.record(Self.span(number), worth: .kept) }
    #expect(Self.starts(ring) == [17, 18, 19, 21, 22])
    #expect(ring.recorded == 14 && ring.replaced == 9)
  }

  @Test func whoLooksInTurnsSeesEverythingOnce() {
    var ring = SpanRing(sampledMax: 10, keptMax: 10)
    for number in 0..<17 { ring.record(Self.span(number), worth: number < 8 ? .kept : .sampled) }
    var seen: [Int64] = []
    for place in stride(from: 0, to: 40, by: 4) {
      ring.forEach(at: place..<(place + 4)) { seen.append($0.start) }
    }
    #expect(seen.sorted() == Array(0..<17))
  }

  /// Against the plainest ring that there can be.
  @Test(arguments: 1...6)
  func aRandomDriverFindsNoDifference(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (most, keptMost) = (1 + Int(random.below(7)), 1 + Int(random.below(7)))
    var ring = SpanRing(sampledMax: most, keptMax: keptMost)
    var plain: [SpanRing.Worth: [Int64]] = [.sampled: [], .kept: []]
    for number in 0..<300 {
      let worth: SpanRing.Worth = random.below(3) == 0 ? .kept : .sampled
      ring.record(Self.span(number), worth: worth)
      plain[worth]?.append(Int64(number))
      let limit = worth == .kept ? keptMost : most
      if plain[worth]?.count ?? 0 > limit { plain[worth]?.removeFirst() }
      #expect(Self.starts(ring) == plain.values.flatMap { $0 }.sorted())
    }
  }

  @Test func namesAndNumbersAreOneToOne() {
    #expect(Set(SpanName.allCases.map(\.text)).count == SpanName.allCases.count)
    for kind in TraceKind.allCases { #expect(TraceKind(text: kind.text) == kind) }
    #expect(SpanName.tick.text == "tick" && SpanOutcome.lost.text == "lost")
  }
}
