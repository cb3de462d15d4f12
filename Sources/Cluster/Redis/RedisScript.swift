/// A Lua script: the way to change several keys of one hash slot in one step.
public struct RedisScript: Hashable, Sendable {
  public let source: String

  public init(_ source: String) { self.source = source }

  func call(
    _ verb: String, _ script: String, keys: [String], arguments: [[UInt8]]
  ) -> RedisCommand {
    var command = RedisCommand([verb, script, "\(keys.count)"] + keys)
    for argument in arguments { command.append(argument) }
    return command
  }
}
