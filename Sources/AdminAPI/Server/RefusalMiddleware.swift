import Hummingbird
import Logging
import Metrics
import Storage

/// Turns every error into an answer of one form, and measures how long answers take.
///
/// What nobody expected is 500 without a word of it outside; the log has it.
struct RefusalMiddleware: RouterMiddleware {
  typealias Context = AdminRequestContext

  let table: RouteTable
  let logger: Logger

  @concurrent func handle(
    _ request: Request, context: AdminRequestContext,
    next: @concurrent (Request, AdminRequestContext) async throws -> Response
  ) async throws -> Response {
    let began = ContinuousClock.now
    let response: Response
    do {
      response = try await next(request, context)
    } catch let refusal as AdminRefusal {
      response = refusal.response(headers: challenge(refusal, request))
    } catch let error as StorageError {
      logger.warning("storage failed a request", metadata: ["error": "\(error)"])
      response = AdminRefusal(error).response()
    } catch let error as HTTPError where error.status == .notFound {
      response = nowhere(request)
    } catch let error as HTTPError where error.status.code < 500 {
      response = AdminRefusal(.malformed, "The request is malformed.").response()
    } catch {
      logger.error("a request failed", metadata: ["error": "\(error)"])
      response = AdminRefusal(.failed, "Something went wrong here; the log says what.").response()
    }
    record(response.status, ContinuousClock.now - began)
    return response
  }

  private func nowhere(_ request: Request) -> Response {
    let methods = table.methods(at: request.uri.path).map(\.rawValue).sorted()
    guard !methods.isEmpty else { return AdminRefusal.notFound.response() }
    let list = methods.joined(separator: ", ")
    return AdminRefusal(.badMethod, "This address takes \(list).")
      .response(headers: [.allow: list])
  }

  /// Tells programs how to log in. Not the scripts of a page: the browser would ask for a password
  /// with a window of its own.
  private func challenge(_ refusal: AdminRefusal, _ request: Request) -> HTTPFields {
    guard refusal.code.status == .unauthorized else { return [:] }
    let mode = request.headers[.secFetchMode]
    let isScript = mode != nil && mode != "navigate"
    return [
      .wwwAuthenticate: isScript
        ? #"Session realm="pangea admin""# : #"Basic realm="pangea admin", charset="UTF-8""#
    ]
  }

  private func record(_ status: HTTPResponse.Status, _ time: Duration) {
    let (seconds, attoseconds) = time.components
    Metrics.Timer(
      label: "pangea_admin_request_seconds", dimensions: [("status", "\(status.code / 100)xx")]
    ).recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
