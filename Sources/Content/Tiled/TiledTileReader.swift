import FoundationEssentials

/// Reads the cells of one tile layer: a list of numbers, or base64 of little-endian 32-bit ones,
/// plain or compressed with zlib, gzip or zstd.
struct TiledTileReader {
  let fields: JSONFields
  let size: TiledSize

  /// One entry per tile, row by row; nil, with a finding, when the layer is not usable.
  func read() -> [TiledGID]? {
    guard isSupported(), let data = fields.members["data"] else { return nil }
    switch (data, fields.string("encoding", default: "csv")) {
    case (.array(let cells), "csv"): return numbers(cells)
    case (.string(let text), "base64"): return base64(text)
    case (_, "csv"), (_, "base64"):
      return refuse(
        "'data' is \(data.kind), which does not fit its encoding.",
        "Save the map again with Map > Map Properties > Tile Layer Format set to CSV.")
    case (_, let encoding):
      return refuse(
        "The encoding \(quoted(encoding ?? "")) is not known.", "Use 'csv' or 'base64'.")
    }
  }

  private func isSupported() -> Bool {
    let before = fields.log.errors
    if fields.has("chunks") {
      fields.log.error(
        fields.place, "Layers in chunks, as infinite maps have them, are not supported yet.",
        "In Tiled, clear Map > Map Properties > Infinite and save again.")
    } else if !fields.has("data") {
      fields.log.error(fields.place, "'data' is missing.", "Save the map again with Tiled.")
    }
    let side = 1...Limits.mapSideTilesMax
    if let columns = fields.integer("width", in: side, default: size.columns),
      let rows = fields.integer("height", in: side, default: size.rows),
      columns != size.columns || rows != size.rows
    {
      fields.log.error(
        fields.place,
        "It has \(columns) x \(rows) tiles, but the map has \(size.columns) x \(size.rows).",
        "In Tiled, resize the map with Map > Resize Map and save again.")
    }
    return fields.log.errors == before
  }

  private func numbers(_ cells: [JSONValue]) -> [TiledGID]? {
    guard isComplete(cells.count) else { return nil }
    var tiles: [TiledGID] = []
    tiles.reserveCapacity(cells.count)
    for (index, cell) in cells.enumerated() {
      guard let number = cell.wholeNumber.flatMap({ UInt32(exactly: $0) }) else {
        return refuse(
          "Tile \(index % size.columns), \(index / size.columns) is not a whole number "
            + "of 32 bits.", "Save the map again with Tiled.")
      }
      tiles.append(TiledGID(number))
    }
    return tiles
  }

  private func base64(_ text: String) -> [TiledGID]? {
    guard let method = fields.string("compression", default: "") else { return nil }
    guard let packed = Data(base64Encoded: text.filter { !$0.isWhitespace }).map({ [UInt8]($0) })
    else { return refuse("'data' is not base64.", "Save the map again with Tiled.") }
    guard let bytes = method.isEmpty ? packed : unpacked(packed, method) else { return nil }
    guard bytes.count % 4 == 0 else {
      return refuse(
        "'data' is not base64 of whole 32-bit numbers.", "Save the map again with Tiled.")
    }
    guard isComplete(bytes.count / 4) else { return nil }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      var number: UInt32 = 0
      for byte in bytes[start..<start + 4].reversed() { number = number << 8 | UInt32(byte) }
      return TiledGID(number)
    }
  }

  /// The bytes of a compressed layer: never more than the layer has tiles for.
  private func unpacked(_ packed: [UInt8], _ method: String) -> [UInt8]? {
    let limit = size.columns * size.rows * 4
    do throws(Inflation.Failure) {
      return try Inflation.unpack(packed, method: method, max: limit)
    } catch {
      let sentence =
        switch error {
        case .damaged: "'data' is not compressed with \(quoted(method)), or is damaged."
        case .tooLarge: "'data' unpacks to more than \(size.columns) x \(size.rows) tiles."
        case .unknownMethod: "The compression \(quoted(method)) is not known."
        }
      let _: [TiledGID]? = refuse(
        sentence, "Save the map again with Tiled, with its tile layers as CSV, zlib or zstd.")
      return nil
    }
  }

  private func isComplete(_ count: Int) -> Bool {
    guard count != size.columns * size.rows else { return true }
    let _: [TiledGID]? = refuse(
      "It has \(count) tiles, but \(size.columns) x \(size.rows) are needed.",
      "Save the map again with Tiled.")
    return false
  }

  private func refuse(_ sentence: String, _ remedy: String) -> [TiledGID]? {
    fields.log.error(fields.place, sentence, remedy)
    return nil
  }
}
