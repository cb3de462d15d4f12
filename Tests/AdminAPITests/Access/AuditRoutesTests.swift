import Foundation
import Storage
import Testing

@testable import AdminAPI

@Suite struct AuditRoutesTests {
  @Test func theLogIsReadPageByPage() async throws {
    let fixture = try await AdminFixture()
    for number in 1...7 {
      try await fixture.store.append(
        audit: AuditEntry(
          at: Int64(number), actor: number == 3 ? "bo" : "ada", role: "gm", address: "::1",
          action: "player.kick", target: "character/\(number)", operation: "op-\(number)",
          details: #"{"someName":"x"}"#))
    }
    try await fixture.serving { console in
      func page(_ query: String) async throws -> (ids: [Int], next: Int?, text: String) {
        let answer = try await console.ask("GET", "/api/audit\(query)", AdminFixture.basic())
        #expect(answer.status == 200, "\(answer.text)")
        let rows: [[String: Any]] = try answer.member("rows")
        #expect(AuditDocument.shape.complaint(about: try answer.json) == nil)
        let next = answer.text.contains(#""next":"#) ? try answer.member("next", as: Int.self) : nil
        return (rows.compactMap { $0["id"] as? Int }, next, answer.text)
      }
      let first = try await page("?limit=3")
      #expect(first.ids == [7, 6, 5] && first.next == 5)
      let second = try await page("?limit=3&before=5")
      #expect(second.ids == [4, 3, 2] && second.next == 2)
      let third = try await page("?limit=3&before=2")
      #expect(third.ids == [1] && third.next == nil)
      #expect(first.text.contains(#""details":{"someName":"x"}"#), "names stay as they are")
      #expect(try await page("?actor=bo").ids == [3])
      #expect(try await page("?target=character%2F4").ids == [4])
      #expect(try await page("?operation=op-5&action=player.kick").ids == [5])
      #expect(try await page("?since_ms=2&until_ms=4").ids == [3, 2])
      #expect(try await page("?actor=nobody").ids == [])
      for bad in [
        "?limit=0", "?limit=501", "?limit=x", "?limit=01", "?before=-1", "?foo=1",
        "?actor=a&actor=b",
        "?actor=%00", "?actor=%ff", "?since_ms=99999999999999999999",
      ] {
        let answer = try await console.ask("GET", "/api/audit\(bad)", AdminFixture.basic())
        #expect(answer.status == 400 && answer.code == "malformed", "\(bad): \(answer.text)")
      }
    }
  }
}
