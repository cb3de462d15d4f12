import Foundation

/// The answer of `/readyz` as one line: which checks fail, and why.
struct ReadinessReply {
  let reason: String

  private struct Body: Decodable {
    struct Failure: Decodable {
      var check: String
      var reason: String
    }
    var failing: [Failure]
  }

  /// Reads a whole HTTP response.
  init(_ response: String) {
    guard let end = response.range(of: "\r\n\r\n") else {
      reason = "gives no answer to /readyz"
      return
    }
    let body = Data(response[end.upperBound...].utf8)
    let failing = (try? JSONDecoder().decode(Body.self, from: body))?.failing ?? []
    if failing.isEmpty {
      reason = "says \(response.prefix { $0 != "\r" && $0 != "\r\n" })"
    } else {
      reason = failing.map { "\($0.check): \($0.reason)" }.joined(separator: ", ")
    }
  }
}
