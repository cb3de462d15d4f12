import Foundation
import Testing

@testable import AdminAPI

@Suite struct AdminCredentialsTests {
  private func header(_ pair: String) -> String {
    "Basic " + Data(pair.utf8).base64EncodedString()
  }

  @Test func theRightPairIsTaken() throws {
    let credentials = try #require(AdminCredentials(user: "gm", password: "p:ä ss"))
    #expect(credentials.match(authorization: header("gm:p:ä ss")))
    #expect(credentials.match(authorization: "basic  " + header("gm:p:ä ss").dropFirst(6)))
    let unpadded = header("gm:p:ä ss").trimmingCharacters(in: ["="])
    #expect(credentials.match(authorization: unpadded))
  }

  @Test(arguments: [
    "gm:secre", "gm:secret ", "gm:", ":secret", "GM:secret", "gmsecret", "", "gm:secret\0",
  ])
  func otherPairsAreNot(_ pair: String) throws {
    let credentials = try #require(AdminCredentials(user: "gm", password: "secret"))
    #expect(!credentials.match(authorization: header(pair)))
  }

  @Test(arguments: ["", "Basic", "Basic ", "Basic ???", "Bearer Z206c2VjcmV0", "Z206c2VjcmV0"])
  func otherHeadersAreNot(_ header: String) throws {
    let credentials = try #require(AdminCredentials(user: "gm", password: "secret"))
    #expect(!credentials.match(authorization: header))
  }

  @Test func hugeHeadersAreNotLookedAt() throws {
    let credentials = try #require(AdminCredentials(user: "gm", password: "secret"))
    #expect(!credentials.match(authorization: header(String(repeating: "a", count: 1 << 20))))
  }

  @Test func emptyOnesLockNothingAndAreRefused() {
    #expect(AdminCredentials(user: "gm", password: "") == nil)
    #expect(AdminCredentials(user: "", password: "x") == nil)
    #expect(AdminCredentials(user: "g:m", password: "x") == nil)
  }

  @Test func bothHaveToBeRight() throws {
    let credentials = try #require(AdminCredentials(user: "gm", password: "secret"))
    #expect(credentials.match(user: "gm", password: "secret"))
    for (user, password) in [("gm", "x"), ("x", "secret"), ("", ""), ("GM", "secret")] {
      #expect(!credentials.match(user: user, password: password))
    }
    #expect(StaffRules.complaint(aboutName: credentials.actorName) != nil, "nobody has its name")
  }
}
