/// The operation that takes another one back. What it tells nodes, and what it changes in storage,
/// is what the kind of that one gives as its inverse.
enum Undo {
  static let name = "undo"
}
