import Logging
import Storage

/// Forgets guests that nobody came back to, because their gateway died before it could: at the
/// start and then every hour. Never one that a region holds.
struct GuestSweep: Sendable {
  let store: any Store
  let guestSeconds: Int64
  /// Milliseconds since 1970.
  let wallClock: @Sendable () -> UInt64
  let logger: Logger

  /// Until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      await sweep()
      try? await Task.sleep(for: .seconds(3_600))
    }
  }

  /// Once; answers how many went.
  @discardableResult
  func sweep() async -> Int {
    let moment = Int64(clamping: wallClock()) - guestSeconds * 1_000
    var removed = 0
    do throws(StorageError) {
      var last = Self.batchMax
      while last == Self.batchMax, !Task.isCancelled {
        last = try await store.removeGuests(unseenSince: moment, max: Self.batchMax)
        removed += last
      }
    } catch {
      logger.warning("Old guests could not be forgotten", metadata: ["error": "\(error)"])
    }
    if removed > 0 {
      logger.info(
        "Guests that nobody came back to are forgotten", metadata: ["count": "\(removed)"])
    }
    return removed
  }
}
