import FoundationEssentials

/// Reads a rectangle of cells: a list of numbers, or base64 of little-endian 32-bit ones, plain or
/// compressed with zlib, gzip or zstd.
struct TiledCells {
  /// Says how the cells are written.
  let layer: JSONFields
  /// The layer itself or one of its chunks: findings name it.
  let owner: JSONFields
  let columns: Int
  let rows: Int

  /// One entry per cell, row by row; nil, with a finding, when `data` is not usable.
  func read(_ data: JSONValue) -> [TiledGID]? {
    switch (data, layer.string("encoding", default: "csv")) {
    case (_, nil): return nil
    case (.array(let cells), "csv"?): return numbers(cells)
    case (.string(let text), "base64"?): return base64(text)
    case (_, "csv"?), (_, "base64"?):
      return refuse(
        "'data' is \(data.kind), which does not fit its encoding.",
        "Save the map again with Map > Map Properties > Tile Layer Format set to CSV.")
    case (_, let encoding?):
      return refuse("The encoding \(quoted(encoding)) is not known.", "Use 'csv' or 'base64'.")
    }
  }

  private func numbers(_ cells: [JSONValue]) -> [TiledGID]? {
    guard isComplete(cells.count) else { return nil }
    var tiles: [TiledGID] = []
    tiles.reserveCapacity(cells.count)
    for (index, cell) in cells.enumerated() {
      guard let number = cell.wholeNumber.flatMap({ UInt32(exactly: $0) }) else {
        return refuse(
          "Tile \(index % columns), \(index / columns) is not a whole number of 32 bits.",
          "Save the map again with Tiled.")
      }
      tiles.append(TiledGID(number))
    }
    return tiles
  }

  private func base64(_ text: String) -> [TiledGID]? {
    guard let method = layer.string("compression", default: "") else { return nil }
    let letters = Data(text.utf8.filter { !$0.isSpace })
    guard let packed = Data(base64Encoded: letters).map({ [UInt8]($0) }) else {
      return refuse("'data' is not base64.", "Save the map again with Tiled.")
    }
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

  /// The bytes of compressed cells: never more than there are cells for.
  private func unpacked(_ packed: [UInt8], _ method: String) -> [UInt8]? {
    do throws(Inflation.Failure) {
      return try Inflation.unpack(packed, method: method, max: columns * rows * 4)
    } catch {
      let sentence =
        switch error {
        case .damaged: "'data' is not compressed with \(quoted(method)), or is damaged."
        case .tooLarge: "'data' unpacks to more than \(columns) x \(rows) tiles."
        case .unknownMethod: "The compression \(quoted(method)) is not known."
        }
      let _: [TiledGID]? = refuse(
        sentence, "Save the map again with Tiled, with its tile layers as CSV, zlib or zstd.")
      return nil
    }
  }

  private func isComplete(_ count: Int) -> Bool {
    guard count != columns * rows else { return true }
    let _: [TiledGID]? = refuse(
      "It has \(count) tiles, but \(columns) x \(rows) are needed.",
      "Save the map again with Tiled.")
    return false
  }

  private func refuse(_ sentence: String, _ remedy: String) -> [TiledGID]? {
    owner.log.error(owner.place, sentence, remedy)
    return nil
  }
}
