import CZlib
import CZstd

/// Unpacks compressed bytes up to a size that the caller knows beforehand.
///
/// Never more than that size (and one byte, which tells that there is more) is unpacked, so that a
/// small file cannot fill the memory.
enum Inflation {
  /// Why bytes could not be unpacked.
  enum Failure: Error, Hashable {
    /// They are not of the format, are damaged, or stop in the middle.
    case damaged
    /// They unpack to more than they may.
    case tooLarge(limit: Int)
    case unknownMethod
  }

  /// Unpacks `bytes` to at most `limit` bytes.
  ///
  /// `method` is a name that Tiled writes: `zlib`, `gzip` or `zstd`.
  static func unpack(
    _ bytes: [UInt8], method: String, max limit: Int
  ) throws(Failure) -> [UInt8] {
    switch method {
    // 15: the largest window; 32 lets zlib tell its two formats apart.
    case "zlib", "gzip": return try inflate(bytes, windowBits: 15 + 32, max: limit)
    case "zstd": return try zstd(bytes, max: limit)
    default: throw .unknownMethod
    }
  }

  /// Whether bytes begin like a gzip file (RFC 1952).
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 0x08]) }

  /// Windows of 32 MiB: more than the largest layer and the largest file.
  private static let windowBitsMax: Int32 = 25

  /// Bytes that are unpacked at a time: memory grows with what there is, not with the limit.
  private static let pieceBytes = 64 << 10

  private static func inflate(
    _ bytes: [UInt8], windowBits: Int32, max limit: Int
  ) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    guard
      inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK,
      let length = UInt32(exactly: bytes.count)
    else { throw .damaged }
    defer { inflateEnd(&stream) }
    var input = bytes
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    var output: [UInt8] = []
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = length
      while status == Z_OK, output.count <= limit {
        let filled = piece.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          status = CZlib.inflate(&stream, Z_NO_FLUSH)
          return target.count - Int(stream.avail_out)
        }
        output.append(contentsOf: piece[..<filled])
      }
    }
    guard output.count <= limit else { throw .tooLarge(limit: limit) }
    guard status == Z_STREAM_END else { throw .damaged }
    return output
  }

  private static func zstd(_ bytes: [UInt8], max limit: Int) throws(Failure) -> [UInt8] {
    guard let context = ZSTD_createDStream() else { throw .damaged }
    defer { ZSTD_freeDStream(context) }
    // A frame says how much memory its window takes, before a byte of it is unpacked.
    guard ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, windowBitsMax)) == 0
    else { throw .damaged }
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    var output: [UInt8] = []
    var left = 1
    bytes.withUnsafeBytes { source in
      var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
      while left != 0, output.count <= limit {
        let before = input.pos
        let filled = piece.withUnsafeMutableBytes { target in
          var room = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          left = ZSTD_decompressStream(context, &room, &input)
          return room.pos
        }
        guard ZSTD_isError(left) == 0, filled > 0 || input.pos > before else { break }
        output.append(contentsOf: piece[..<filled])
      }
    }
    guard output.count <= limit else { throw .tooLarge(limit: limit) }
    guard left == 0 else { throw .damaged }
    return output
  }
}
