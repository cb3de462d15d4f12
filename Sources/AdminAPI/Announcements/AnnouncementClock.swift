import Logging
import Model
import Security
import ServiceLifecycle
import Storage
import Wire

/// Says announcements when their time has come. Any number of admin processes may run one: of an
/// occurrence storage takes one record.
public final class AnnouncementClock: Service {
  private let desk: OperationDesk
  private let pause: Duration
  private let logger: Logger

  /// - Parameter pause: between two looks at the announcements.
  public init(desk: OperationDesk, pause: Duration = .milliseconds(250), logger: Logger) {
    self.desk = desk
    self.pause = pause
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await self.look()
        try? await Task.sleep(for: self.pause)
      }
    }
  }

  /// Says what is due.
  func look() async {
    let now = desk.wallClock()
    let due = try? await desk.store.dueAnnouncements(
      at: now, max: Int(AdminLimits.operationPageMax))
    for row in due ?? [] {
      do {
        try await say(row, at: now)
      } catch {
        logger.warning(
          "An announcement could not be said",
          metadata: ["announcement": "\(row.id)", "error": "\(error)"])
      }
    }
  }

  private func say(_ row: AnnouncementRow, at now: Int64) async throws {
    guard let step = AnnouncementSchedule(row).step(at: now) else { return }
    var change = AnnouncementStep(
      id: row.id, occurrence: row.occurrence, draft: nil, nextOccurrence: step.nextOccurrence,
      nextAt: step.nextAt, missed: step.missed)
    guard let number = step.said, let scope = OperationScope(text: row.scope),
      let announce = Announce.read(row.payload)
    else {
      _ = try await desk.store.advance(change, audit: audit(row, nil, now))
      return
    }
    let id = try AdminOperationID.occurrence(number, of: row.id)
    let draft = AdminOperationDraft(
      id: id, kind: Announce.name, scope: row.scope, payload: row.payload, actor: row.actor,
      reason: "announcement \(row.id), number \(number)", issuedAt: now,
      deadline: now + AdminLimits.operationLifeUsual, run: desk.own,
      targets: desk.targets(of: announce.order))
    change.draft = draft
    let (advance, entry) = (change, audit(row, id, now))
    _ = try await desk.issue(draft, as: announce.order, about: scope) {
      () async throws(StorageError) in
      try await desk.store.advance(advance, audit: entry)
    }
  }

  private func audit(
    _ row: AnnouncementRow, _ operation: AdminOperationID?, _ now: Int64
  ) -> AuditEntry {
    AuditEntry(
      at: now, actor: row.actor, role: "", action: "announcement.say", target: row.scope,
      operation: operation.map { "\($0)" } ?? "",
      details: AuditEntry.details(["announcement": "\(row.id)"]))
  }
}
