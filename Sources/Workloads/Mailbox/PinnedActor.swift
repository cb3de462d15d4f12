import NIOCore

/// An actor pinned for life to one event loop, as a region is, that asks and answers.
actor PinnedActor {
  nonisolated let loop: any EventLoop
  nonisolated let unownedExecutor: UnownedSerialExecutor
  private var answered: UInt64 = 0

  init(on loop: any EventLoop) {
    self.loop = loop
    unownedExecutor = loop.executor.asUnownedSerialExecutor()
  }

  /// Asks the other one so many times, each after the answer to the last.
  ///
  /// - Returns: nanoseconds for one call.
  func ask(_ other: PinnedActor, calls: Int) async -> Double {
    var sum: UInt64 = 0
    let start = NIODeadline.now()
    for nonce in 0..<UInt64(calls) { sum &+= await other.answer(nonce) }
    let took = NIODeadline.now() - start
    precondition(sum == UInt64(calls) * UInt64(calls - 1) / 2, "each was answered")
    return Double(took.nanoseconds) / Double(calls)
  }

  private func answer(_ nonce: UInt64) -> UInt64 {
    answered &+= 1
    return nonce
  }
}
