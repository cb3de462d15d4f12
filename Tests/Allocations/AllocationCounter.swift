import CAllocations

/// What one thread has allocated; read from any thread, while that one lives.
struct AllocationCounter: @unchecked Sendable {
  private let counter: OpaquePointer

  static func ofThread() -> AllocationCounter {
    AllocationCounter(counter: allocation_counter_of_thread())
  }

  var count: UInt64 { allocation_count(counter) }

  /// How many allocations `body` makes on this thread.
  static func count(_ body: () -> Void) -> UInt64 {
    let counter = ofThread()
    let before = counter.count
    body()
    return counter.count - before
  }
}
