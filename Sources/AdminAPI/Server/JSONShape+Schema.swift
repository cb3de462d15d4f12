extension JSONShape {
  /// This shape as JSON Schema, 2020-12.
  var schema: JSONValue {
    switch self {
    case .text(let min, let max, let alphabet, let choices):
      guard choices.isEmpty else {
        return ["type": "string", "enum": .list(choices.map { .text($0) })]
      }
      return [
        "type": "string", "minLength": .integer(Int64(min)), "maxLength": .integer(Int64(max)),
        "pattern": .text(alphabet.pattern),
      ]
    case .integer(let min, let max):
      return ["type": "integer", "minimum": .integer(min), "maximum": .integer(max)]
    case .number: return ["type": "number"]
    case .flag: return ["type": "boolean"]
    case .list(let shape, let max):
      return ["type": "array", "items": shape.schema, "maxItems": .integer(Int64(max))]
    case .object(let members): return Self.schema(members)
    case .map(let shape): return ["type": "object", "additionalProperties": shape.schema]
    case .anything: return [:]
    }
  }

  private static func schema(_ members: [Member]) -> JSONValue {
    var properties: [String: JSONValue] = [:]
    for member in members {
      guard case .object(var schema) = member.shape.schema else { continue }
      if !member.summary.isEmpty { schema["description"] = .text(member.summary) }
      properties[member.name] = .object(schema)
    }
    return [
      "type": "object", "properties": .object(properties),
      "required": .list(members.filter(\.isRequired).map { .text($0.name) }),
      "additionalProperties": false,
    ]
  }
}
