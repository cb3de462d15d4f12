import Model
import Synchronization

/// What others left for one event loop: bounded, and one wake per batch.
final class Mailbox<Item: Sendable>: Sendable {
  private struct Box {
    var items: [Item] = []
    var weight = 0
    var isAwake = false
  }

  private let limit: Int
  private let weight: @Sendable (Item) -> Int
  private let box = Mutex(Box())

  /// - Parameters:
  ///   - limit: the sum of weights that is taken in, and any single item.
  ///   - weight: of an item.
  init(limit: Int, weight: @escaping @Sendable (Item) -> Int = { _ in 1 }) {
    self.limit = limit
    self.weight = weight
  }

  /// Puts a batch in. `wakes`: the owner sleeps and must be woken; `refused`: what did not fit.
  func post(_ batch: [Item]) -> (wakes: Bool, refused: [Item]) {
    box.withLock { box in
      var refused: [Item] = []
      for item in batch {
        let weight = weight(item)
        if box.items.isEmpty || box.weight + weight <= limit {
          box.items.append(item)
          box.weight += weight
        } else {
          refused.append(item)
        }
      }
      let wakes = !box.isAwake && !box.items.isEmpty
      if wakes { box.isAwake = true }
      return (wakes, refused)
    }
  }

  /// Takes everything out, in order; the next `post` wakes again.
  func take() -> [Item] {
    box.withLock { box in
      let items = box.items
      box = Box()
      return items
    }
  }
}
