import Foundation

/// Writes a backup into a file beside the one that it becomes when it is whole and on the disk.
final class BackupWriter {
  private let path: String
  private let file: Int32
  private var buffer: [UInt8] = []
  private var everything = Checksum()
  private var table = Checksum()
  private var tables: [BackupSummary.Table] = []
  private var name = ""
  private var rows: UInt64 = 0
  private let head: (schema: Int, takenAt: Int64)
  private var isFinished = false

  private static let bufferBytes = 1 << 20

  private init(path: String, file: Int32, schema: Int, takenAt: Int64) {
    self.path = path
    self.file = file
    head = (schema, takenAt)
    everything.update(BackupRecord.magic)
    buffer = BackupRecord.magic
  }

  /// Only its owner can read it: there are hashes of passwords in it.
  static func create(
    _ path: String, schema: Int, takenAt: Int64
  ) throws(StorageError) -> BackupWriter {
    let part = path + ".part"
    unlink(part)
    let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path) }
    let writer = BackupWriter(path: path, file: file, schema: schema, takenAt: takenAt)
    try writer.write(.head(schema: schema, takenAt: takenAt))
    return writer
  }

  deinit {
    close(file)
    if !isFinished { unlink(path + ".part") }
  }

  func begin(_ table: BackupTable) throws(StorageError) {
    name = table.name
    rows = 0
    self.table = Checksum()
    try write(.table(name: table.name, columns: table.columns))
  }

  func write(_ row: ResultRow) throws(StorageError) {
    rows += 1
    try write(.row(row.values))
  }

  func end(lastID: UInt64) throws(StorageError) {
    tables.append(BackupSummary.Table(name: name, rows: Int(rows)))
    try write(.end(rows: rows, lastID: lastID, checksum: table.value))
  }

  /// Writes the end; only then the file gets its name.
  func finish() throws(StorageError) -> BackupSummary {
    let summary = BackupSummary(schema: head.schema, takenAt: head.takenAt, tables: tables)
    try write(
      .last(
        tables: UInt32(tables.count), rows: UInt64(summary.rows), checksum: everything.value))
    try flush()
    guard fsync(file) == 0, rename(path + ".part", path) == 0 else { throw Self.failure(path) }
    isFinished = true
    return summary
  }

  private func write(_ record: BackupRecord) throws(StorageError) {
    let bytes = try record.encoded()
    table.update(bytes)
    everything.update(bytes)
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  private func flush() throws(StorageError) {
    var sent = 0
    while sent < buffer.count {
      let count = buffer[sent...].withUnsafeBytes {
        Foundation.write(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(path) }
      sent += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func failure(_ path: String) -> StorageError {
    .backupUnusable(path: path, reason: String(cString: strerror(errno)))
  }
}
