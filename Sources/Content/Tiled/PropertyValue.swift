/// The value of a custom property that a designer gave to a map, layer, tile or object.
public enum PropertyValue: Hashable, Sendable {
  /// Also of the types `file` and `color`, which Tiled writes as text.
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  /// The id of another object of the map; 0 is none.
  case object(Int)
  /// A value of a class that the project defines in Tiled.
  case structure([String: PropertyValue])

  /// What a report calls a value of this kind.
  var kind: String {
    switch self {
    case .string: "a string"
    case .integer: "an int"
    case .number: "a float"
    case .boolean: "a bool"
    case .object: "an object"
    case .structure: "a class"
    }
  }
}
