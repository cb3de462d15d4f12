import NIOCore
import Testing

@testable import Cluster

struct RedisCommandTests {
  private func written(_ command: RedisCommand) throws -> String {
    var buffer = ByteBuffer()
    try command.write(to: &buffer)
    return String(buffer: buffer)
  }

  @Test func writesWordsOfAnyBytes() throws {
    var command: RedisCommand = ["SET", "key"]
    command.append([0, 13, 10, 0x7F])
    command.append("")
    #expect(
      try written(command)
        == "*4\r\n$3\r\nSET\r\n$3\r\nkey\r\n$4\r\n\0\r\n\u{7F}\r\n$0\r\n\r\n")
  }

  @Test func refusesNoWordsAndTooMany() {
    #expect(throws: RedisError.commandTooLarge) { try written(RedisCommand(words: [])) }
    let long = RedisCommand(words: [
      Array(repeating: 0, count: ClusterLimits.redisCommandBytesMax)
    ])
    #expect(throws: RedisError.commandTooLarge) { try written(long) }
  }
}
