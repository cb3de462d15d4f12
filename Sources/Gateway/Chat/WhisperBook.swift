import Model
import Synchronization
import Wire

/// Whispers that other gateways were asked to pass on, until one has, or the time is up.
final class WhisperBook: Sendable {
  struct Whisper: Hashable, Sendable {
    var line: ChatLine
    var until: BootTime
  }

  private struct Pages {
    var open: [UInt64: Whisper] = [:]
    var next: UInt64 = 1
  }

  private let pages = Mutex(Pages())
  private let limit: Int

  /// - Parameter limit: whispers at once; more are refused.
  init(limit: Int) { self.limit = limit }

  /// The number under which the answer comes; nil when the book is full.
  func add(_ line: ChatLine, until: BootTime) -> UInt64? {
    pages.withLock { pages in
      guard pages.open.count < limit else { return nil }
      defer { pages.next += 1 }
      pages.open[pages.next] = Whisper(line: line, until: until)
      return pages.next
    }
  }

  /// Somebody has heard it: the first answer counts.
  func heard(_ id: UInt64) -> ChatLine? {
    pages.withLock { $0.open.removeValue(forKey: id)?.line }
  }

  /// Those that nobody answered for.
  func expired(now: BootTime) -> [ChatLine] {
    pages.withLock { pages in
      let late = pages.open.filter { $0.value.until < now }
      for id in late.keys { pages.open[id] = nil }
      return late.sorted { $0.key < $1.key }.map(\.value.line)
    }
  }
}
