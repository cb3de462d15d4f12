/// A place in a region's table of entities. Clients know entities by the slot's index.
///
/// A place that became free is given to somebody else in a later tick than the one in which
/// watchers are told that its entity vanished, and then with the next generation.
public struct Slot: Hashable, Sendable, CustomStringConvertible {
  public let index: UInt16
  public let generation: UInt16

  public init(index: UInt16, generation: UInt16) {
    self.index = index
    self.generation = generation
  }

  public var description: String { "\(index)#\(generation)" }
}
