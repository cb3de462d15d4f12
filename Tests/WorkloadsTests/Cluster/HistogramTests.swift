import CWorkloads
import Model
import Testing

@Suite struct HistogramTests {
  private struct Histogram: ~Copyable {
    let handle: OpaquePointer

    init() throws { handle = try #require(workload_histogram_create()) }
    deinit { workload_histogram_destroy(handle) }
  }

  @Test func anEmptyOneHasNothing() throws {
    let histogram = try Histogram()
    #expect(workload_histogram_count(histogram.handle) == 0)
    #expect(workload_histogram_quantile(histogram.handle, 0.5) == 0)
    #expect(workload_histogram_max(histogram.handle) == 0)
  }

  @Test func smallValuesAreExact() throws {
    let histogram = try Histogram()
    for value in 0..<64 as Range<UInt64> { workload_histogram_record(histogram.handle, value) }
    #expect(workload_histogram_quantile(histogram.handle, 0.5) == 31)
    #expect(workload_histogram_quantile(histogram.handle, 1) == 63)
    #expect(workload_histogram_mean(histogram.handle) == 31.5)
  }

  /// A quantile is that of the sorted values, or up to a thirty-second more.
  @Test(arguments: UInt64(1)...20) func quantilesAreNear(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let histogram = try Histogram()
    var values: [UInt64] = []
    for _ in 0..<1_000 {
      let value = random.next() >> random.below(64)
      values.append(value)
      workload_histogram_record(histogram.handle, value)
    }
    values.sort()
    for (share, rank) in [(0.001, 0), (0.5, 499), (0.99, 989), (0.999, 998), (1, 999)] {
      let quantile = workload_histogram_quantile(histogram.handle, share)
      #expect(quantile >= values[rank])
      #expect(Double(quantile) <= Double(values[rank]) * (1 + 1 / 32.0))
    }
    #expect(workload_histogram_max(histogram.handle) == values[999])
  }

  @Test func addingIsCountingTogether() throws {
    let a = try Histogram()
    let b = try Histogram()
    for value in [5, 700, 90_000] as [UInt64] { workload_histogram_record(a.handle, value) }
    for value in [6, 1 << 40] as [UInt64] { workload_histogram_record(b.handle, value) }
    workload_histogram_add(a.handle, b.handle)
    #expect(workload_histogram_count(a.handle) == 5)
    #expect(workload_histogram_max(a.handle) == 1 << 40)
    #expect(workload_histogram_quantile(a.handle, 0.4) == 6)
  }
}
