import Hummingbird

/// The console's addresses: `/` leads to it. They say nothing of the cluster, so they need no log-in.
struct ConsoleRoutes: Sendable {
  let files: ConsoleFiles

  func add(to router: Router<AdminRequestContext>) {
    router.get("/") { _, _ in
      files.isEmpty
        ? Response.whole(.ok, "text/html; charset=utf-8", IndexPage.html)
        : Response.redirect(to: "/console/", type: .temporary)
    }
    // Names in the page are relative to the folder, so it has one address alone.
    router.get("/console") { request, _ in
      request.uri.path.hasSuffix("/")
        ? try answer("", request) : Response.redirect(to: "/console/", type: .temporary)
    }
    router.get("/console/{name}") { request, context in
      try answer(context.parameters.get("name") ?? "", request)
    }
  }

  private func answer(_ name: String, _ request: Request) throws -> Response {
    guard !files.isEmpty else {
      return Response.whole(.ok, "text/html; charset=utf-8", IndexPage.html)
    }
    guard let response = files.response(to: name, request.headers) else {
      throw AdminRefusal.notFound
    }
    return response
  }
}
