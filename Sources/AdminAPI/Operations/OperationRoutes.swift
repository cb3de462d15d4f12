import Hummingbird
import Model
import Storage
import Wire

extension AdminFeature {
  /// Operations: one address for each kind, what became of them, and taking them back.
  public static func operations(_ desk: OperationDesk) -> AdminFeature {
    let routes = OperationRoutes(desk: desk)
    return AdminFeature(
      OperationCatalog.kinds.map { routes.order($0) } + [routes.list, routes.one, routes.undo])
  }
}

/// The addresses of operations.
struct OperationRoutes: Sendable {
  let desk: OperationDesk

  /// POST /api/operations/kick and its like.
  func order<Kind: OperationKind>(_ kind: Kind.Type) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/api/operations/\(Kind.name)", permission: Kind.permission,
      summary: Kind.summary, body: .object(OperationRequest.members(Kind.scopes) + Kind.members),
      answer: OperationDocument.shape, status: .accepted, refusals: [.conflict]
    ) { request in
      let asked: OperationRequest = try request.body()
      let wish: Kind = try request.body()
      let scope = try asked.scope(of: Kind.self)
      let id = try asked.operationID()
      let draft = AdminOperationDraft(
        id: id, kind: Kind.name, scope: scope.text, payload: wish.payload,
        actor: request.actor.name, reason: asked.reason ?? "", issuedAt: request.moment,
        deadline: request.moment + asked.life, run: desk.own,
        targets: desk.targets(of: wish.order), mute: wish.mute(scope, issuedAt: request.moment))
      return try await issue(draft, wish.order, scope, request)
    }
  }

  var list: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/operations", permission: .viewOperations,
      summary: "Operations, the newest first.",
      query: [
        .init(name: "before", shape: .integer(min: 0), summary: "only those issued before"),
        .init(
          name: "max", shape: .integer(min: 1, max: AdminLimits.operationPageMax),
          summary: "how many"),
      ],
      answer: OperationsDocument.shape
    ) { request in
      let max = try request.integer("max") ?? AdminLimits.operationPageMax
      let rows = try await ask { () async throws(StorageError) in
        try await desk.store.adminOperations(
          before: try? request.integer("before"), max: Int(max))
      }
      return .json(
        OperationsDocument(
          operations: rows.map { OperationDocument($0) },
          next: rows.count == Int(max) ? rows.last?.issuedAt : nil))
    }
  }

  var one: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/operations/{id}", permission: .viewOperations,
      summary: "One operation with what every node made of it.",
      parameters: ["id": .text(min: 32, max: 32)], answer: OperationDocument.shape
    ) { request in
      .json(OperationDocument(try await row(request)))
    }
  }

  /// Needs the permission for the operation itself as well.
  var undo: AdminRoute {
    AdminRoute(
      method: .post, path: "/api/operations/{id}/undo", permission: .undoOperation,
      summary: "Take an operation back, with another one.",
      parameters: ["id": .text(min: 32, max: 32)], body: .object(OperationRequest.common),
      answer: OperationDocument.shape, status: .accepted, refusals: [.conflict]
    ) { request in
      let asked: OperationRequest = try request.body()
      let undone = try await row(request)
      guard let kind = OperationCatalog.kind(of: undone),
        let inverse = kind.inverse(of: undone), let scope = OperationScope(text: undone.scope)
      else {
        throw AdminRefusal(.conflict, "An operation of the kind \(undone.kind) stays done.")
      }
      guard request.actor.may(type(of: kind).permission) else {
        throw AdminRefusal(.forbidden, "Your role may not \(undone.kind), nor take it back.")
      }
      let draft = AdminOperationDraft(
        id: try asked.operationID(), kind: Undo.name, scope: undone.scope,
        payload: JSONValue.object(["kind": .text(undone.kind)]).text, actor: request.actor.name,
        reason: asked.reason ?? "", issuedAt: request.moment,
        deadline: request.moment + asked.life, undoOf: undone.id, run: desk.own,
        targets: desk.targets(of: inverse.order), mute: inverse.mute)
      return try await issue(draft, inverse.order, scope, request)
    }
  }
}

extension OperationRoutes {
  private func issue(
    _ draft: AdminOperationDraft, _ order: OperationOrder.Kind, _ scope: OperationScope,
    _ request: AdminRequest
  ) async throws(AdminRefusal) -> Response {
    let audit = request.auditEntry(
      "operation.\(draft.kind)", target: draft.scope, operation: "\(draft.id)",
      details: ["payload": draft.payload, "reason": draft.reason])
    let issue = try await ask { () async throws(StorageError) in
      try await desk.issue(draft, as: order, about: scope) { () async throws(StorageError) in
        try await desk.store.record(draft, audit: audit)
      }
    }
    switch issue {
    case .issued(let row): return .json(OperationDocument(row), status: .accepted)
    case .known(let row):
      guard row.kind == draft.kind, row.scope == draft.scope, row.payload == draft.payload else {
        throw AdminRefusal(.conflict, "Another operation has this id.")
      }
      return .json(OperationDocument(row), status: .accepted)
    case .undoneBefore: throw AdminRefusal(.conflict, "It was taken back before.")
    case .full:
      throw AdminRefusal(
        .unavailable, "Too many operations are under way.", retryAfterMilliseconds: 5_000)
    }
  }

  private func row(_ request: AdminRequest) async throws(AdminRefusal) -> AdminOperationRow {
    guard let id = AdminOperationID(request.parameters["id"] ?? "") else { throw .notFound }
    let row = try await ask { () async throws(StorageError) in
      try await desk.store.adminOperation(id)
    }
    guard let row else { throw .notFound }
    return row
  }
}

/// Runs an operation of storage for a request.
func ask<Answer>(
  _ operation: () async throws(StorageError) -> Answer
) async throws(AdminRefusal) -> Answer {
  do throws(StorageError) {
    return try await operation()
  } catch {
    throw AdminRefusal(error)
  }
}
