/// One record of a backup.
///
/// A backup is the same for every back end. All numbers are little-endian:
///
///     file      "PANGEA BACKUP 1\n", then records: H, (T, R …, E) …, Z
///     record    kind (1 byte) | length of the rest (4) | the rest
///     H head    version of the schema (4) | when, in milliseconds since 1970 (8)
///     T table   name | how many columns (2) | their names
///     R row     one value for each column
///     E end     how many rows (8) | last id that the database issued, or 0 (8)
///               | checksum of the table's T and R records (8)
///     Z last    how many tables (4) | how many rows (8) | checksum of everything before (8)
///     text      length (4) | UTF-8
///     value     0, or 1 | number (8), or 2 | text, or 3 | length (4) | bytes
///
/// The checksum is `Checksum`. A file without its last record was not finished.
enum BackupRecord: Hashable, Sendable {
  case head(schema: Int, takenAt: Int64)
  case table(name: String, columns: [String])
  case row([SQLValue])
  case end(rows: UInt64, lastID: UInt64, checksum: UInt64)
  case last(tables: UInt32, rows: UInt64, checksum: UInt64)

  static let magic = Array("PANGEA BACKUP 1\n".utf8)

  /// The record as bytes.
  func encoded() throws(StorageError) -> [UInt8] {
    var writer = Writer()
    switch self {
    case .head(let schema, let takenAt):
      writer.number(UInt32(schema))
      writer.number(takenAt)
    case .table(let name, let columns):
      writer.text(name)
      writer.number(UInt16(columns.count))
      for column in columns { writer.text(column) }
    case .row(let values): for value in values { writer.value(value) }
    case .end(let rows, let lastID, let checksum):
      writer.number(rows)
      writer.number(lastID)
      writer.number(checksum)
    case .last(let tables, let rows, let checksum):
      writer.number(tables)
      writer.number(rows)
      writer.number(checksum)
    }
    try checkSize(writer.bytes.count, max: StorageLimits.backupRecordBytesMax, "a row")
    var head = Writer()
    head.bytes.append(kind)
    head.number(UInt32(writer.bytes.count))
    return head.bytes + writer.bytes
  }

  private var kind: UInt8 {
    switch self {
    case .head: UInt8(ascii: "H")
    case .table: UInt8(ascii: "T")
    case .row: UInt8(ascii: "R")
    case .end: UInt8(ascii: "E")
    case .last: UInt8(ascii: "Z")
    }
  }

  /// Reads the rest of a record; nil when it is damaged.
  init?(kind: UInt8, _ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    do throws(Damage) {
      switch kind {
      case UInt8(ascii: "H"):
        self = .head(
          schema: Int(try reader.number(UInt32.self)), takenAt: try reader.number(Int64.self))
      case UInt8(ascii: "T"):
        let name = try reader.text()
        var columns: [String] = []
        for _ in 0..<(try reader.number(UInt16.self)) { columns.append(try reader.text()) }
        self = .table(name: name, columns: columns)
      case UInt8(ascii: "R"):
        var values: [SQLValue] = []
        while !reader.isAtEnd { values.append(try reader.value()) }
        self = .row(values)
      case UInt8(ascii: "E"):
        self = .end(
          rows: try reader.number(UInt64.self), lastID: try reader.number(UInt64.self),
          checksum: try reader.number(UInt64.self))
      case UInt8(ascii: "Z"):
        self = .last(
          tables: try reader.number(UInt32.self), rows: try reader.number(UInt64.self),
          checksum: try reader.number(UInt64.self))
      default: return nil
      }
    } catch {
      return nil
    }
    guard reader.isAtEnd else { return nil }
  }

  private struct Damage: Error {}

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func number(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ text: String) {
      number(UInt32(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }

    mutating func value(_ value: SQLValue) {
      switch value {
      case .null: bytes.append(0)
      case .integer(let value):
        bytes.append(1)
        number(value)
      case .text(let value):
        bytes.append(2)
        text(value)
      case .bytes(let value):
        bytes.append(3)
        number(UInt32(value.count))
        bytes.append(contentsOf: value)
      }
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
      guard count <= bytes.count - offset else { throw Damage() }
      defer { offset += count }
      return bytes[offset..<offset + count]
    }

    mutating func number<Number: FixedWidthInteger>(
      _: Number.Type
    ) throws(Damage) -> Number {
      let slice = try take(Number.bitWidth / 8)
      var value: Number = 0
      withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: slice) }
      return Number(littleEndian: value)
    }

    mutating func text() throws(Damage) -> String {
      let slice = try take(Int(try number(UInt32.self)))
      guard let text = String(validating: slice, as: UTF8.self) else { throw Damage() }
      return text
    }

    mutating func value() throws(Damage) -> SQLValue {
      switch try number(UInt8.self) {
      case 0: return .null
      case 1: return .integer(try number(Int64.self))
      case 2: return .text(try text())
      case 3: return .bytes(Array(try take(Int(try number(UInt32.self)))))
      default: throw Damage()
      }
    }
  }
}
