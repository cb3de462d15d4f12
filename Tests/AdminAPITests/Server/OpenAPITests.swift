import Foundation
import HTTPTypes
import Testing

@testable import AdminAPI

@Suite struct OpenAPITests {
  private func document(_ fixture: AdminFixture) async throws -> [String: JSONValue] {
    var text = ""
    try await fixture.serving { console in
      let answer = try await console.ask("GET", "/api/openapi.json")
      #expect(answer.status == 200)
      text = answer.text
    }
    guard case .object(let document) = JSONValue(bytes: Array(text.utf8)) else {
      throw FixtureFailure(description: "no document")
    }
    return document
  }

  private func object(_ value: JSONValue?) throws -> [String: JSONValue] {
    guard case .object(let members) = value else {
      throw FixtureFailure(description: "no object: \(String(describing: value))")
    }
    return members
  }

  @Test func everyRouteIsInItAndNothingElse() async throws {
    let fixture = try await AdminFixture()
    let document = try await document(fixture)
    #expect(document["openapi"] == "3.1.0")
    var found: [String: [String: JSONValue]] = [:]
    for (path, item) in try object(document["paths"]) {
      for (method, operation) in try object(item) {
        found["\(method.uppercased()) \(path)"] = try object(operation)
      }
    }
    let routes = fixture.table.routes
    #expect(Set(found.keys) == Set(routes.map { "\($0.method.rawValue) \($0.path)" }))
    var names: Set<String> = []
    for route in routes {
      let operation = try #require(found["\(route.method.rawValue) \(route.path)"])
      guard case .text(let name) = operation["operationId"] else {
        throw FixtureFailure(description: "\(route.path) has no name")
      }
      names.insert(name)
      let responses = try object(operation["responses"])
      #expect(Set(responses.keys) == Set(route.statuses.map { "\($0)" }), "\(route.path)")
      #expect((operation["requestBody"] != nil) == (route.body != nil))
      #expect(
        operation["x-permission"] == route.permission.map { .text($0.rawValue) }, "\(route.path)")
      #expect((operation["security"] == []) == (route.permission == nil))
      guard case .list(let parameters) = operation["parameters"] else {
        throw FixtureFailure(description: "\(route.path) has no list of parameters")
      }
      #expect(parameters.count == route.parameters.count + route.query.count)
    }
    #expect(names.count == routes.count, "every operation has a name of its own")
  }

  /// What is answered is what the document says, where nothing has to be sent.
  @Test func answersAreOfTheirShapes() async throws {
    let fixture = try await AdminFixture()
    _ = try await fixture.badge("gm")
    try await fixture.serving { console in
      for route in fixture.table.routes
      where route.method == .get && route.parameters.isEmpty && route.answer != nil
        && !route.query.contains(where: \.isRequired)
      {
        let answer = try await console.ask("GET", route.path, AdminFixture.basic())
        #expect(answer.status == 200, "\(route.path): \(answer.text)")
        #expect(answer.headers["content-type"] == route.answerType)
        let value = try answer.json
        let complaint = route.answer.flatMap { $0.complaint(about: value) }
        #expect(complaint == nil, "\(route.path): \(answer.text)")
      }
      let refusal = try await console.ask("GET", "/api/staff/99")
      #expect(AdminRefusal.shape.complaint(about: try refusal.json) == nil)
    }
  }
}
