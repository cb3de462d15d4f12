import Hummingbird
import Logging
import Metrics
import Model
import Security

/// Stands before every route: finds out who asks, refuses whoever may not, and hands on what is of
/// the shapes that the route describes. What is not granted is refused.
///
/// In this order: who asks; whether the page that asked is ours; what the role grants; what was sent.
struct Gatekeeper: Sendable {
  let access: StaffAccess

  func answer(
    _ request: Request, _ context: AdminRequestContext, _ route: AdminRoute
  ) async throws -> Response {
    let (remote, isSecure) = origin(of: request, context)
    var (actor, token): (StaffActor, String?) = (.nobody, nil)
    do throws(AdminRefusal) {
      if let permission = route.permission {
        (actor, token) = try await identify(request, from: remote, isSecure)
        if route.isChanging { try checkPage(request, token) }
        try Self.check(actor, permission)
      } else if route.isChanging {
        try checkOrigin(request)
      }
    } catch {
      Counter(
        label: "pangea_admin_refused_total", dimensions: [("reason", error.code.rawValue)]
      ).increment()
      throw error
    }
    let reading = RequestReading(route: route, request: request)
    return try await route.handle(
      AdminRequest(
        actor: actor, remote: remote, moment: access.moment, isSecure: isSecure,
        parameters: try reading.parameters(context), query: try reading.query(),
        bytes: try await reading.body(), token: token))
  }

  /// The address of who asks and whether they speak TLS: as the proxy says, where there is one.
  private func origin(
    of request: Request, _ context: AdminRequestContext
  ) -> (remote: String, isSecure: Bool) {
    guard access.settings.isForwarded else { return (context.remote, false) }
    // The last one is what the proxy saw; those before it anybody may have written.
    let addresses = request.headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
    let remote = addresses.last.map { $0.filter { $0 != " " } } ?? context.remote
    let scheme = request.headers[values: .forwardedProto].last?.lowercased()
    return (String(remote.prefix(64)), scheme == "https")
  }

  /// Basic credentials come first: whoever sends them means them.
  private func identify(
    _ request: Request, from remote: String, _ isSecure: Bool
  ) async throws(AdminRefusal) -> (StaffActor, String?) {
    if let header = request.headers[.authorization] {
      return (try access.actor(authorization: header, from: remote), nil)
    }
    guard let value = SessionCookie.value(in: request.headers, isSecure: isSecure) else {
      throw .unauthorized
    }
    do {
      guard let actor = try await access.actor(cookie: value) else {
        throw AdminRefusal(.unauthorized, "The session is over: log in again.")
      }
      return (actor, value)
    } catch let refusal as AdminRefusal {
      throw refusal
    } catch {
      access.logger.warning("a session cannot be looked up", metadata: ["error": "\(error)"])
      throw AdminRefusal(
        .unavailable, "The storage does not answer at the moment.", retryAfterMilliseconds: 1_000)
    }
  }

  private static func check(
    _ actor: StaffActor, _ permission: Permission
  ) throws(AdminRefusal) {
    guard !actor.may(permission) else { return }
    if actor.role?.permissions.contains(permission) == true {
      throw AdminRefusal(.factorNeeded, "Set up your second factor first.")
    }
    throw AdminRefusal(.forbidden, "Your role does not have the permission \(permission.rawValue).")
  }

  // MARK: Which page asked

  /// A browser sends the cookie with whatever any page asks for: only a page of this server can
  /// also send the token.
  private func checkPage(_ request: Request, _ token: String?) throws(AdminRefusal) {
    try checkOrigin(request)
    guard let token else { return }
    let headers = request.headers[values: .csrfToken]
    let isToken = (try? headers.count == 1 && SessionCookie.isCSRFToken(headers[0], of: token))
    guard isToken == true else {
      throw AdminRefusal(
        .csrf, "Send the session's token as \(SessionCookie.csrfHeader), too.")
    }
  }

  /// A browser tells the origin of the page that asks and cannot lie; programs tell none.
  private func checkOrigin(_ request: Request) throws(AdminRefusal) {
    let origins = request.headers[values: .origin].map { $0.lowercased() }
    let host = (request.head.authority ?? "").lowercased()
    let isOwn = origins.allSatisfy { ["http://" + host, "https://" + host].contains($0) }
    let site = request.headers[.secFetchSite] ?? "none"
    guard origins.count <= 1, isOwn, ["same-origin", "none"].contains(site) else {
      throw AdminRefusal(.badOrigin, "Pages of another origin may not change anything here.")
    }
  }
}
