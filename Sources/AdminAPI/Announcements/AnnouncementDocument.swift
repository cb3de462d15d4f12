import Model
import Storage

/// An announcement that is said later, or again and again, as the API shows it. Moments are
/// milliseconds since 1970.
struct AnnouncementDocument: Encodable {
  var id: String
  var scope: String
  var payload: JSONValue
  var actor: String
  var createdAt: Int64
  var startsAt: Int64
  var everySeconds: Int64?
  var until: Int64?
  /// Nil: there will be no more.
  var nextAt: Int64?
  /// How many were said or missed.
  var occurrences: UInt64
  var missed: UInt64
  var cancelledAt: Int64?
  /// The operation that said it last; its receipts say whom it reached.
  var lastOperation: String?

  init(_ row: AnnouncementRow) {
    id = "\(row.id)"
    scope = row.scope
    payload = JSONValue(bytes: Array(row.payload.utf8)) ?? .null
    actor = row.actor
    createdAt = row.createdAt
    startsAt = row.startsAt
    everySeconds = row.every.map { $0 / 1_000 }
    until = row.until
    nextAt = row.nextAt
    occurrences = row.occurrence
    missed = row.missed
    cancelledAt = row.cancelledAt
    if row.occurrence > row.missed {
      lastOperation = (try? AdminOperationID.occurrence(row.occurrence - 1, of: row.id))
        .map { "\($0)" }
    }
  }

  static let shape: JSONShape = .object([
    .init("id", .text(min: 32, max: 32)), .init("scope", .text()), .init("payload", .anything),
    .init("actor", .text()), .init("created_at", .integer()), .init("starts_at", .integer()),
    .init("every_seconds", .integer(), isRequired: false),
    .init("until", .integer(), isRequired: false),
    .init("next_at", .integer(), isRequired: false, "not there: there will be no more"),
    .init("occurrences", .integer(min: 0), "how many were said or missed"),
    .init("missed", .integer(min: 0), "how many of them nobody was there to say in time"),
    .init("cancelled_at", .integer(), isRequired: false),
    .init(
      "last_operation", .text(), isRequired: false,
      "what said it last, if that was not missed; its receipts say whom it reached"),
  ])
}

/// All that wait, the soonest first, then the newest of the others.
struct AnnouncementsDocument: Encodable {
  var announcements: [AnnouncementDocument]

  static let shape: JSONShape = .object([
    .init("announcements", .list(AnnouncementDocument.shape))
  ])
}
