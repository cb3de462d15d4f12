import Cluster
import Hummingbird
import Logging
import Metrics
import Model
import Synchronization

/// Lets requests with the right credentials through.
///
/// 401 without or with wrong ones, 403 when none are configured, 429 after too many wrong ones from
/// one address.
final class Gate: RouterMiddleware {
  typealias Context = AdminRequestContext

  private let credentials: AdminCredentials?
  private let clock: any Model.Clock
  private let logger: Logger
  private let ledger = Mutex(FailureLedger())
  private let failures = Counter(label: "pangea_admin_wrong_credentials_total")
  private let blocked = Counter(label: "pangea_admin_blocked_total")

  init(credentials: AdminCredentials?, clock: any Model.Clock, logger: Logger) {
    self.credentials = credentials
    self.clock = clock
    self.logger = logger
  }

  @concurrent func handle(
    _ request: Request, context: AdminRequestContext,
    next: @concurrent (Request, AdminRequestContext) async throws -> Response
  ) async throws -> Response {
    guard let credentials else {
      return .text(.forbidden, "No credentials are configured for this admin process.")
    }
    let now = clock.now
    if let wait = ledger.withLock({ $0.wait(context.remote, now: now) }) {
      blocked.increment()
      let seconds = (wait.microseconds + 999_999) / 1_000_000
      return .text(
        .tooManyRequests, "Too many wrong passwords; try again later.",
        headers: [.retryAfter: "\(seconds)"])
    }
    let challenge: HTTPFields = [.wwwAuthenticate: #"Basic realm="pangea admin", charset="UTF-8""#]
    guard let header = request.headers[.authorization] else {
      return .text(.unauthorized, "Credentials are needed.", headers: challenge)
    }
    guard credentials.match(authorization: header) else {
      ledger.withLock { $0.failed(context.remote, now: now) }
      failures.increment()
      logger.warning("wrong credentials", metadata: ["address": "\(context.remote)"])
      return .text(.unauthorized, "The credentials are wrong.", headers: challenge)
    }
    return try await next(request, context)
  }
}
