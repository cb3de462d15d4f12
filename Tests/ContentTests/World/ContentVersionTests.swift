import Testing

@testable import Content

struct ContentVersionTests {
  /// The order that semver.org gives as its example, and more.
  static let ascending = [
    "0.0.1", "0.1.0", "1.0.0-1", "1.0.0-2", "1.0.0-11", "1.0.0-alpha", "1.0.0-alpha.1",
    "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
    "1.0.1", "1.2.0", "1.10.0", "2.0.0",
  ]

  @Test func ordersAsSemanticVersionsDo() throws {
    let versions = try Self.ascending.map { try #require(ContentVersion($0), "\($0)") }
    for (index, version) in versions.enumerated() {
      #expect(version.description == Self.ascending[index])
      for (other, second) in versions.enumerated() {
        #expect((version < second) == (index < other), "\(version) < \(second)")
      }
    }
  }

  @Test(arguments: [
    "", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-a..b", "1.0.0-01", "1.0.0 ",
    "1.0.0-ä", "1.0.0-a_b", "-1.0.0", "1.-0.0", "9999999999.0.0", "1.0.0+build", "٣.0.0",
  ])
  func refuses(text: String) {
    #expect(ContentVersion(text) == nil)
  }
}
