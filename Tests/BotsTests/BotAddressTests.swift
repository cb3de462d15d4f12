import Testing

@testable import Bots

@Suite struct BotAddressTests {
  @Test(arguments: [
    "ws://127.0.0.1:8080/play", "tcp://gateway.example:7000", "ws://[::1]:80/other",
    "tcp://[fe80::1]:1",
  ]) func isWrittenAsRead(_ text: String) throws {
    let address = try #require(BotAddress(text))
    #expect(address.description == text)
  }

  @Test func aWebSocketWithoutAPathIsAtPlay() {
    #expect(BotAddress("ws://h:1")?.path == "/play")
  }

  @Test(arguments: [
    "", "ws", "ws://", "ws://host", "ws://host:", "ws://host:0", "ws://host:65536", "ws://:1",
    "http://host:1", "wss://host:1", "tcp://host:1/path", "ws://::1:1", "ws://h:1/a b",
    "ws://h:x", "ws://h:1\r\nX: y",
  ]) func nonsenseIsRefused(_ text: String) { #expect(BotAddress(text) == nil) }
}
