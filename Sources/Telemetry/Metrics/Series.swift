import Metrics
import Synchronization

/// A count that only grows.
final class CounterSeries: CounterHandler {
  private let count = Atomic<Int64>(0)

  var value: Double { Double(count.load(ordering: .relaxed)) }

  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
}

/// A sum of fractions that only grows.
final class SumSeries: FloatingPointCounterHandler {
  private let bits = AtomicDouble()

  var value: Double { bits.value }

  func increment(by amount: Double) {
    if amount > 0 { bits.add(amount) }
  }
  func reset() { bits.value = 0 }
}

/// A value that goes up and down.
final class GaugeSeries: MeterHandler, RecorderHandler {
  private let bits = AtomicDouble()

  var value: Double { bits.value }

  func set(_ value: Int64) { bits.value = Double(value) }
  func set(_ value: Double) { bits.value = value }
  func increment(by amount: Double) { bits.add(amount) }
  func decrement(by amount: Double) { bits.add(-amount) }
  func record(_ value: Int64) { bits.value = Double(value) }
  func record(_ value: Double) { bits.value = value }
}

/// How often values fell into each of a few fixed ranges, and their sum.
final class HistogramSeries: TimerHandler, RecorderHandler {
  /// A moment's state. Counts are per range; the last is above every bound.
  struct Reading: Equatable {
    var counts: [UInt64]
    var sum = 0.0
  }

  /// Upper bounds of the ranges, inclusive, ascending.
  let bounds: [Double]
  private let state: Mutex<Reading>

  /// Seconds, fine where a tick lies (50 ms) and where a network answers.
  static let timeBounds = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    10,
  ]
  /// Counts and sizes.
  static let sizeBounds: [Double] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000,
  ]

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(Reading(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  var reading: Reading { state.withLock { $0 } }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard value.isFinite else { return }
    let range = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[range] &+= 1
      state.sum += value
    }
  }
}

/// A floating-point number that several threads change.
private final class AtomicDouble: Sendable {
  private let bits = Atomic<UInt64>(0)

  var value: Double {
    get { Double(bitPattern: bits.load(ordering: .relaxed)) }
    set { bits.store(newValue.bitPattern, ordering: .relaxed) }
  }

  func add(_ amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, seen) = bits.weakCompareExchange(
        expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = seen
    }
  }
}
