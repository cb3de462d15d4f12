import Foundation
import Testing

@testable import Supervisor

extension RunningCluster {
  /// What the admin process answers to its first user, as text.
  ///
  /// - Parameter until: reads no further once this holds; else until the line is closed.
  func adminAnswer(
    _ method: String, _ path: String, _ json: String = "",
    until: @escaping @Sendable (String) -> Bool = { _ in false }
  ) async throws -> String {
    let document = try document()
    let port = try #require(URL(string: document.addresses.admin)?.port)
    let pair = Data("\(document.admin.user):\(document.admin.password)".utf8)
    let content =
      json.isEmpty
      ? "" : "Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n"
    let question = """
      \(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
      Authorization: Basic \(pair.base64EncodedString())\r\n\(content)\r\n\(json)
      """
    guard
      let answer = await Exchange.loopback(port: port).ask(
        question, within: .seconds(20), until: until)
    else { throw ClusterError.notReady("the admin process does not answer") }
    return answer
  }

  /// The JSON of an answer; its members in snake case.
  func ask<Answer: Decodable>(
    _ method: String, _ path: String, _ json: String = "", as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    let answer = try await adminAnswer(method, path, json)
    let text = answer.split(separator: "\r\n").last { $0.hasPrefix("{") } ?? ""
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(text.utf8))
  }
}
