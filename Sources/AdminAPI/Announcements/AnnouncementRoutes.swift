import Hummingbird
import Model
import Storage
import Wire

extension AdminFeature {
  /// Announcements that are said later, or again and again.
  public static func announcements(_ desk: OperationDesk) -> AdminFeature {
    let routes = AnnouncementRoutes(desk: desk)
    return AdminFeature([routes.create, routes.list, routes.one, routes.cancel])
  }
}

/// The addresses of announcements.
struct AnnouncementRoutes: Sendable {
  let desk: OperationDesk

  /// What an announcement is asked for with.
  private struct Wish: Decodable {
    var scope: String
    var style: Announce.Style
    var text: String
    /// Milliseconds since 1970; not given: now.
    var at: Int64?
    var everySeconds: Int64?
    var until: Int64?

    static let shape: JSONShape = .object(
      [
        .init(
          "scope", OperationScope.shape(Announce.scopes),
          "everybody, map/…, region/…, character/… or account/…"),
        .init("at", .integer(min: 0), isRequired: false, "milliseconds since 1970, or now"),
        .init(
          "every_seconds",
          .integer(min: AdminLimits.occurrenceSecondsMin, max: AdminLimits.occurrenceSecondsMax),
          isRequired: false, "again and again"),
        .init("until", .integer(min: 0), isRequired: false, "none from then on"),
      ] + Announce.members)
  }

  var create: AdminRoute {
    AdminRoute(
      method: .post, path: "/api/announcements", permission: .announce,
      summary: "Tell players something later, or again and again.", body: Wish.shape,
      answer: AnnouncementDocument.shape, status: .created, refusals: [.conflict]
    ) { request in
      let made = try row(try request.body(Wish.self), request)
      let audit = request.auditEntry(
        "announcement.create", target: made.scope,
        details: ["announcement": "\(made.id)", "payload": made.payload])
      let isMade = try await ask { () async throws(StorageError) in
        try await desk.store.create(made, audit: audit)
      }
      guard isMade else {
        throw AdminRefusal(.conflict, "As many announcements as may be wait already.")
      }
      return .json(AnnouncementDocument(made), status: .created)
    }
  }

  private func row(
    _ wish: Wish, _ request: AdminRequest
  ) throws(AdminRefusal) -> AnnouncementRow {
    guard let scope = OperationScope(text: wish.scope), Announce.scopes.contains(scope.name) else {
      throw AdminRefusal(.malformed, "`scope` is none of an announcement's.")
    }
    let starts = wish.at ?? request.moment
    guard starts <= request.moment + AdminLimits.occurrenceSecondsMax * 1_000 else {
      throw AdminRefusal(.conflict, "`at` is more than a year ahead.")
    }
    guard starts >= request.moment - AdminLimits.occurrenceLateMax else {
      throw AdminRefusal(.conflict, "`at` is over.")
    }
    if let until = wish.until, until <= starts {
      throw AdminRefusal(.conflict, "`until` is before the first time.")
    }
    var random = SystemRandomNumberGenerator()
    return AnnouncementRow(
      id: AdminOperationID(using: &random), scope: scope.text,
      payload: Announce(style: wish.style, text: wish.text).payload, actor: request.actor.name,
      createdAt: request.moment, startsAt: starts, every: wish.everySeconds.map { $0 * 1_000 },
      until: wish.until, nextAt: starts)
  }

  var list: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/announcements", permission: .viewOperations,
      summary: "Announcements: those that wait, then those that are over.",
      answer: AnnouncementsDocument.shape
    ) { _ in
      let rows = try await ask { () async throws(StorageError) in
        try await desk.store.announcements(max: Int(AdminLimits.operationPageMax))
      }
      return .json(AnnouncementsDocument(announcements: rows.map { AnnouncementDocument($0) }))
    }
  }

  var one: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/announcements/{id}", permission: .viewOperations,
      summary: "One announcement.", parameters: ["id": .text(min: 32, max: 32)],
      answer: AnnouncementDocument.shape
    ) { request in
      .json(AnnouncementDocument(try await found(request)))
    }
  }

  var cancel: AdminRoute {
    AdminRoute(
      method: .post, path: "/api/announcements/{id}/cancel", permission: .announce,
      summary: "No more of an announcement from now on.",
      parameters: ["id": .text(min: 32, max: 32)], answer: AnnouncementDocument.shape,
      refusals: [.conflict]
    ) { request in
      let row = try await found(request)
      let audit = request.auditEntry(
        "announcement.cancel", target: row.scope, details: ["announcement": "\(row.id)"])
      let isCancelled = try await ask { () async throws(StorageError) in
        try await desk.store.cancelAnnouncement(row.id, at: request.moment, audit: audit)
      }
      guard isCancelled else {
        throw AdminRefusal(.conflict, "There would have been no more of it.")
      }
      return .json(AnnouncementDocument(try await found(request)))
    }
  }

  private func found(_ request: AdminRequest) async throws(AdminRefusal) -> AnnouncementRow {
    guard let id = AdminOperationID(request.parameters["id"] ?? "") else { throw .notFound }
    let row = try await ask { () async throws(StorageError) in
      try await desk.store.announcement(id)
    }
    guard let row else { throw .notFound }
    return row
  }
}
