/// A first-in first-out queue with a limit: what does not fit is refused and counted.
public struct BoundedQueue<Element> {
  /// The most elements held at once.
  public let limit: Int
  /// How many elements were refused since the start.
  public private(set) var refused: UInt64 = 0

  private var elements: [Element] = []
  private var head = 0

  public init(limit: Int) {
    precondition(limit > 0, "a queue holds at least one element")
    self.limit = limit
  }

  public var count: Int { elements.count - head }
  public var isEmpty: Bool { count == 0 }
  public var first: Element? { isEmpty ? nil : elements[head] }

  /// Adds an element at the end, or refuses it: false when the queue is full.
  public mutating func append(_ element: Element) -> Bool {
    guard count < limit else {
      refused += 1
      return false
    }
    elements.append(element)
    return true
  }

  public mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = elements[head]
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 64, head * 2 >= elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  /// Takes everything, oldest first.
  public mutating func drain() -> [Element] {
    defer {
      elements.removeAll()
      head = 0
    }
    return Array(elements[head...])
  }
}

extension BoundedQueue: Sendable where Element: Sendable {}
