import Foundation
import Hummingbird

/// The OpenAPI 3.1 document of a table of routes.
struct OpenAPIDocument {
  let routes: [AdminRoute]

  /// One JSON object.
  var json: JSONValue {
    var paths: [String: [String: JSONValue]] = [:]
    for route in routes {
      paths[route.path, default: [:]][route.method.rawValue.lowercased()] = operation(route)
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Pangea admin API", "version": "1",
        "description": """
        What the admin process answers to staff. Browsers log in with a session; scripts send the \
        user of the environment as HTTP Basic with every request.
        """,
      ],
      "paths": .object(paths.mapValues { .object($0) }),
      "components": [
        "schemas": ["Refusal": AdminRefusal.shape.schema],
        "securitySchemes": [
          "basic": ["type": "http", "scheme": "basic"],
          "session": [
            "type": "apiKey", "in": "cookie", "name": .text(SessionCookie.plainName),
            "description": .text(
              "Over TLS it is named \(SessionCookie.secureName). Requests that change something "
                + "also need \(SessionCookie.csrfHeader)."),
          ],
        ],
      ],
    ]
  }

  private func operation(_ route: AdminRoute) -> JSONValue {
    var operation: [String: JSONValue] = [
      "operationId": .text(Self.name(route)), "summary": .text(route.summary),
      "description": .text(Self.needs(route)), "parameters": .list(Self.parameters(route)),
      "responses": .object(Self.responses(route)),
      "security": route.permission == nil ? [] : [["basic": []], ["session": []]],
    ]
    if let body = route.body {
      operation["requestBody"] = [
        "required": true, "content": ["application/json": ["schema": body.schema]],
      ]
    }
    if let permission = route.permission { operation["x-permission"] = .text(permission.rawValue) }
    return .object(operation)
  }

  private static func name(_ route: AdminRoute) -> String {
    let words = route.path.split { "/{}.".contains($0) }.dropFirst()
    return ([route.method.rawValue.lowercased()] + words.map { String($0) }).joined(separator: "_")
  }

  private static func needs(_ route: AdminRoute) -> String {
    guard let permission = route.permission else { return "Needs no log-in." }
    let roles = Role.allCases.filter { $0.permissions.contains(permission) }
    return "Needs the permission `\(permission.rawValue)`, which these roles have: "
      + roles.map(\.rawValue).joined(separator: ", ") + "."
  }

  private static func parameters(_ route: AdminRoute) -> [JSONValue] {
    let path = route.parameters.sorted { $0.key < $1.key }.map { name, shape -> JSONValue in
      ["name": .text(name), "in": "path", "required": true, "schema": shape.schema]
    }
    let query = route.query.map { query -> JSONValue in
      [
        "name": .text(query.name), "in": "query", "required": .flag(query.isRequired),
        "description": .text(query.summary), "schema": query.shape.schema,
      ]
    }
    return path + query
  }

  private static func responses(_ route: AdminRoute) -> [String: JSONValue] {
    var responses: [String: JSONValue] = [:]
    for code in route.statuses where code != route.status.code {
      responses["\(code)"] = [
        "description": .text(HTTPResponse.Status(code: code).reasonPhrase),
        "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Refusal"]]],
      ]
    }
    let schema = route.answer?.schema ?? [:]
    responses["\(route.status.code)"] = [
      "description": "It is done.", "content": .object([route.answerType: ["schema": schema]]),
    ]
    return responses
  }
}
