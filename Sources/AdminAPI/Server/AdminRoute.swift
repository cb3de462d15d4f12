import Hummingbird

/// One address of the admin API: who may ask, what is sent, what is answered, and who answers.
///
/// All routes are one table. It is what the server registers, what the test of roles walks through,
/// and what `/api/openapi.json` is made of, so that none of them can know a route that another does
/// not. Requests are checked against the shapes given here before `handle` sees them.
struct AdminRoute: Sendable {
  /// One value in the query.
  struct Query: Sendable {
    var name: String
    /// A text, an integer or a flag.
    var shape: JSONShape
    var summary: String
    /// Without it the request is refused.
    var isRequired = false
  }

  var method: HTTPRequest.Method
  /// With `{name}` where a parameter stands: `/api/operations/{id}`.
  var path: String
  /// Nil: needs no log-in.
  var permission: Permission?
  /// One line for people.
  var summary: String
  /// The shape of each parameter of the path; a request whose path does not fit is 404.
  var parameters: [String: JSONShape] = [:]
  var query: [Query] = []
  /// The shape of the JSON that is sent; nil: nothing is.
  var body: JSONShape?
  /// The shape of the JSON that is answered when all is well; nil: an answer of another type, which
  /// `answerType` names.
  var answer: JSONShape?
  var answerType = "application/json"
  /// The status when all is well.
  var status: HTTPResponse.Status = .ok
  /// How `handle` itself may refuse, beyond what every route of its kind may answer.
  var refusals: Set<AdminRefusal.Code> = []
  var handle: @Sendable (AdminRequest) async throws -> Response

  /// Whether it changes something: then a browser has to show that its page asked.
  var isChanging: Bool { method != .get }

  /// Everything that a request of this route may be answered with.
  var statuses: Set<Int> {
    var codes = refusals.union([.notFound, .badMethod, .overloaded, .unavailable, .failed])
    if permission != nil {
      codes.formUnion([.unauthorized, .forbidden, .factorNeeded, .rateLimited])
    }
    if isChanging { codes.formUnion([.badOrigin, .csrf]) }
    if body != nil { codes.formUnion([.malformed, .badType, .tooLarge]) }
    if !query.isEmpty || body == nil { codes.insert(.malformed) }
    return Set(codes.map(\.status.code)).union([status.code])
  }
}

/// A part of the admin API: some routes, and whatever answers them.
public struct AdminFeature: Sendable {
  let routes: [AdminRoute]

  init(_ routes: [AdminRoute]) { self.routes = routes }
}

extension AdminFeature {
  /// Everything that an admin process offers.
  public static func all(
    access: StaffAccess, collector: StatusCollector, feed: LiveFeed, players: AdminFeature,
    traces: AdminFeature, desk: OperationDesk
  ) -> [AdminFeature] {
    [
      .sessions(access), .staff(access), .audit(access), .cluster(collector),
      .live(feed, access: access), players, traces, .operations(desk),
      .announcements(desk),
    ]
  }
}
