import CPostgreSQL

extension PostgreSQLAnswer {
  /// Reads a result whose columns are in the binary form.
  init(_ result: OpaquePointer) throws(PostgreSQLFailure) {
    command = PQcmdStatus(result).map { String(cString: $0) } ?? ""
    count = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    let columns = PQnfields(result)
    rows.reserveCapacity(Int(PQntuples(result)))
    for row in 0..<PQntuples(result) {
      var values: [SQLValue] = []
      values.reserveCapacity(Int(columns))
      for column in 0..<columns { values.append(try Self.value(result, row, column)) }
      rows.append(ResultRow(values: values))
    }
  }

  private static func value(
    _ result: OpaquePointer, _ row: Int32, _ column: Int32
  ) throws(PostgreSQLFailure) -> SQLValue {
    guard PQgetisnull(result, row, column) == 0 else { return .null }
    let number = PQftype(result, column)
    guard PQfformat(result, column) == 1, let type = PostgreSQLType(rawValue: number) else {
      throw .unexpected(reason: "a column of type \(number)")
    }
    let bytes = UnsafeRawBufferPointer(
      start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    switch type {
    case .bool, .smallint, .integer, .bigint: return .integer(integer(bytes))
    case .bytes: return .bytes(Array(bytes))
    case .text, .varchar, .name: return .text(String(decoding: bytes, as: UTF8.self))
    case .double:
      return .text(String(Double(bitPattern: UInt64(bitPattern: integer(bytes)))))
    case .numeric: return .integer(try numeric(bytes))
    case .void: return .null
    }
  }

  /// A signed number of 1, 2, 4 or 8 bytes, most significant first.
  private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    let start: Int64 = bytes.count > 1 && (bytes.first ?? 0) >= 0x80 ? -1 : 0
    return bytes.reduce(start) { $0 << 8 | Int64($1) }
  }

  /// A sum of whole numbers: the server adds them up as decimals. Four numbers of 16 bits, then
  /// digits in base 10 000:
  ///
  ///     digits | weight of the first | sign | scale | digit | digit …
  private static func numeric(
    _ bytes: UnsafeRawBufferPointer
  ) throws(PostgreSQLFailure) -> Int64 {
    let numbers = stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int64(Int16(bitPattern: UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])))
    }
    let strange = PostgreSQLFailure.unexpected(reason: "a sum that is no whole number of 64 bits")
    guard numbers.count >= 4, numbers.count == 4 + Int(numbers[0]),
      numbers[2] == 0 || numbers[2] == 0x4000, numbers[1] < 5
    else { throw strange }
    let isNegative = numbers[2] == 0x4000
    var value: Int64 = 0
    for place in 0...max(0, numbers[1]) where numbers[1] >= 0 {
      let digit = place < numbers[0] ? numbers[4 + Int(place)] : 0
      let (scaled, tooLarge) = value.multipliedReportingOverflow(by: 10_000)
      let (sum, tooMuch) = scaled.addingReportingOverflow(isNegative ? -digit : digit)
      guard !tooLarge, !tooMuch else { throw strange }
      value = sum
    }
    guard numbers[0] <= max(0, numbers[1] + 1) else { throw strange }
    return value
  }
}
