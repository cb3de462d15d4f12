import Foundation

/// Reads a backup from its beginning to its end, and checks it on the way.
final class BackupReader {
  private let path: String
  private let file: Int32
  private var input: Input
  private var everything = Checksum()
  private var table = Checksum()
  private var tables: UInt32 = 0
  private var allRows: UInt64 = 0
  private var rows: UInt64?

  /// The version of the schema that it was taken at, and when.
  private(set) var schema = 0
  private(set) var takenAt: Int64 = 0

  private static let bufferBytes = 1 << 20

  private init(path: String, file: Int32) {
    self.path = path
    self.file = file
    input = Input(path: path, file: file)
  }

  static func open(_ path: String) throws(StorageError) -> BackupReader {
    let file = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw .backupUnusable(path: path, reason: String(cString: strerror(errno)))
    }
    let reader = BackupReader(path: path, file: file)
    try reader.readHead()
    return reader
  }

  private func readHead() throws(StorageError) {
    guard try input.take(BackupRecord.magic.count) == BackupRecord.magic else {
      throw .backupUnusable(path: path, reason: "it is no backup of this program")
    }
    let (record, bytes) = try input.record()
    guard case .head(let schema, let takenAt) = record else {
      throw .backupUnusable(path: path, reason: "it is damaged at its beginning")
    }
    self.schema = schema
    self.takenAt = takenAt
    everything.update(BackupRecord.magic)
    everything.update(bytes)
  }

  deinit { close(file) }

  /// What comes next; nil after the last record. A row of a table that does not fit its checksum is
  /// found at the table's end, so nothing counts before this has answered nil.
  func next() throws(StorageError) -> BackupRecord? {
    let (record, bytes) = try input.record()
    switch record {
    case .head: throw damage
    case .table:
      guard rows == nil else { throw damage }
      rows = 0
      table = Checksum()
      table.update(bytes)
    case .row:
      guard let count = rows else { throw damage }
      rows = count + 1
      table.update(bytes)
    case .end(let count, _, let checksum):
      guard count == rows, checksum == table.value else { throw damage }
      tables += 1
      allRows += count
      rows = nil
    case .last(let tables, let rows, let checksum):
      guard tables == self.tables, rows == allRows, self.rows == nil,
        checksum == everything.value, try input.isAtEnd
      else { throw damage }
      return nil
    }
    everything.update(bytes)
    return record
  }

  private var damage: StorageError {
    .backupUnusable(path: path, reason: "it is damaged in or after table \(tables + 1)")
  }

  /// Bytes of a file, in pieces.
  private struct Input {
    let path: String
    let file: Int32
    var buffer: [UInt8] = []
    var offset = 0

    /// A record, and its bytes.
    mutating func record() throws(StorageError) -> (BackupRecord, [UInt8]) {
      let head = try take(5)
      let length = head[1...].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= StorageLimits.backupRecordBytesMax else {
        throw .backupUnusable(path: path, reason: "it is damaged")
      }
      let rest = try take(length)
      guard let record = BackupRecord(kind: head[0], rest) else {
        throw .backupUnusable(path: path, reason: "it is damaged")
      }
      return (record, head + rest)
    }

    var isAtEnd: Bool {
      mutating get throws(StorageError) { try fill(1) < 1 }
    }

    mutating func take(_ count: Int) throws(StorageError) -> [UInt8] {
      guard try fill(count) >= count else {
        throw .backupUnusable(path: path, reason: "it ends in the middle")
      }
      defer { offset += count }
      return Array(buffer[offset..<offset + count])
    }

    /// Reads until so many bytes are there, or the file ends; answers how many are.
    private mutating func fill(_ count: Int) throws(StorageError) -> Int {
      while buffer.count - offset < count {
        buffer.removeFirst(offset)
        offset = 0
        let have = buffer.count
        let wanted = max(BackupReader.bufferBytes, count - have)
        buffer += [UInt8](repeating: 0, count: wanted)
        let got = buffer[have...].withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        let failure = errno
        buffer.removeLast(wanted - max(0, got))
        if got == 0 { break }
        guard got > 0 || failure == EINTR else {
          throw .backupUnusable(path: path, reason: String(cString: strerror(failure)))
        }
      }
      return buffer.count - offset
    }
  }
}
