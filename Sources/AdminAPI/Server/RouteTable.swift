import Hummingbird
import Model

/// All routes of the API, and how a request comes to one.
struct RouteTable: Sendable {
  let routes: [AdminRoute]

  /// The routes of all features, and the document that describes them. Two routes of one address
  /// are a mistake in the program.
  init(_ features: [AdminFeature]) {
    var routes = features.flatMap(\.routes)
    routes.append(
      AdminRoute(
        method: .get, path: "/api/openapi.json", permission: nil,
        summary: "This document, as OpenAPI 3.1.", answer: .map(.anything)
      ) { _ in .json(JSONValue.null) })
    let document = OpenAPIDocument(routes: routes).json
    routes[routes.count - 1].handle = { _ in Self.response(document) }
    let names = routes.map { "\($0.method.rawValue) \($0.path)" }
    precondition(Set(names).count == names.count, "two routes of one address")
    self.routes = routes
  }

  /// Its names stand as they are: they are not all in snake case.
  private static func response(_ document: JSONValue) -> Response {
    .whole(.ok, "application/json", document.text + "\n")
  }

  /// Registers every route.
  func add(
    to router: Router<AdminRequestContext>, gatekeeper: Gatekeeper
  ) {
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await gatekeeper.answer(request, context, route)
      }
    }
  }

  /// The methods that a path takes; empty for one that leads nowhere.
  func methods(at path: String) -> [HTTPRequest.Method] {
    let parts = path.split(separator: "/")
    let found = routes.filter { route in
      let own = route.path.split(separator: "/")
      return own.count == parts.count
        && zip(own, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    // As the router has it: a name stands before a parameter.
    let nearest = found.min { $0.parameters.count < $1.parameters.count }
    return found.filter { $0.path == nearest?.path }.map(\.method)
  }
}
