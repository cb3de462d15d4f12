import Model
import Synchronization

/// What others left for one event loop: bounded, and one wake per batch.
final class Mailbox<Item: Sendable>: Sendable {
  private struct Box {
    var items: BoundedQueue<Item>
    var isAwake = false
  }

  private let box: Mutex<Box>

  init(limit: Int) { box = Mutex(Box(items: BoundedQueue(limit: limit))) }

  /// Puts a batch in. `wakes`: the owner sleeps and must be woken; `refused`: what did not fit.
  func post(_ batch: [Item]) -> (wakes: Bool, refused: [Item]) {
    box.withLock { box in
      var refused: [Item] = []
      for item in batch where !box.items.append(item) { refused.append(item) }
      let wakes = !box.isAwake && !box.items.isEmpty
      if wakes { box.isAwake = true }
      return (wakes, refused)
    }
  }

  /// Takes everything out, in order; the next `post` wakes again.
  func take() -> [Item] {
    box.withLock { box in
      box.isAwake = false
      return box.items.drain()
    }
  }
}
