import Telemetry
import Testing

@Suite struct CollectorAddressTests {
  @Test(arguments: [
    ("http://collector", "http://collector:4318/v1/traces"),
    ("http://127.0.0.1:9999", "http://127.0.0.1:9999/v1/traces"),
    ("http://collector:4318/", "http://collector:4318/v1/traces"),
    ("http://collector/otlp/v1/traces?x=1", "http://collector:4318/otlp/v1/traces?x=1"),
    ("http://[::1]:4318", "http://[::1]:4318/v1/traces"),
    ("http://[::1]", "http://[::1]:4318/v1/traces"),
  ])
  func whatIsLeftOutIsAsTheStandardHasIt(_ url: String, _ expected: String) throws {
    #expect(try CollectorAddress(url: url).description == expected)
  }

  @Test(arguments: [
    ("https://collector", CollectorAddress.Flaw.notHTTP), ("collector:4318", .notHTTP),
    ("http://", .noHost), ("http://:4318", .noHost), ("http://user@host", .noHost),
    ("http://host:0", .badPort), ("http://host:65536", .badPort), ("http://host:", .badPort),
    ("http://host:x", .badPort), ("http://host/a b", .badPath), ("http://host/a\r\nb", .badPath),
    ("http://ho st", .noHost),
  ])
  func whatIsNoneIsRefused(_ url: String, _ flaw: CollectorAddress.Flaw) {
    #expect(throws: flaw) { try CollectorAddress(url: url) }
  }
}
