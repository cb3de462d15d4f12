import Model
import Security
import Storage

/// When an announcement is said. Occurrence number `n` is at `startsAt + n * every`.
///
/// Pure: two processes that look at the same row come to the same step, and storage takes it once.
struct AnnouncementSchedule {
  /// What is to be done with an announcement now.
  struct Step: Hashable, Sendable {
    /// The number of the occurrence that is said; nil: none, it is too late for all of them.
    var said: UInt64?
    var missed: UInt64
    var nextOccurrence: UInt64
    var nextAt: Int64?
  }

  let row: AnnouncementRow

  init(_ row: AnnouncementRow) { self.row = row }

  /// Nil while its time has not come.
  func step(at now: Int64, lateMax: Int64 = AdminLimits.occurrenceLateMax) -> Step? {
    guard let nextAt = row.nextAt, nextAt <= now else { return nil }
    var latest = row.occurrence
    if let every = row.every { latest += UInt64((now - nextAt) / every) }
    if let last { latest = min(latest, max(last, row.occurrence)) }
    let isInTime = now - moment(of: latest) <= lateMax
    let next = latest + 1
    let isOver = row.every == nil || last.map { next > $0 } ?? false
    return Step(
      said: isInTime ? latest : nil,
      missed: latest - row.occurrence + (isInTime ? 0 : 1), nextOccurrence: next,
      nextAt: isOver ? nil : moment(of: next))
  }

  /// The moment of an occurrence.
  func moment(of occurrence: UInt64) -> Int64 {
    row.startsAt + Int64(clamping: occurrence) * (row.every ?? 0)
  }

  /// The number of the last occurrence; nil: there is none.
  private var last: UInt64? {
    guard let until = row.until else { return row.every == nil ? 0 : nil }
    guard let every = row.every else { return 0 }
    return UInt64(max(0, until - 1 - row.startsAt) / every)
  }
}

extension AdminOperationID {
  /// The operation that says an occurrence of an announcement: the same in every process.
  static func occurrence(
    _ number: UInt64, of announcement: AdminOperationID
  ) throws(SecurityError) -> AdminOperationID {
    var bytes = Array("pangea announcement 1\n".utf8) + announcement.bytes
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    let digest = try Digest.sha256(bytes)
    guard let id = AdminOperationID(bytes: digest.prefix(byteCount)) else {
      throw .operationFailed("SHA-256")
    }
    return id
  }
}
