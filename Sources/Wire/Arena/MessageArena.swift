/// Bump memory for the C form of one message at a time: taking is an addition, giving back
/// happens all at once. The memory is kept and used again, up to `Limits.arenaKeptBytesMax`.
///
/// The limit bounds what hostile bytes can make protobuf-c allocate: one byte of wire can ask for
/// fifty of heap.
struct MessageArena: ~Copyable {
  /// A moment to go back to.
  struct Mark {
    fileprivate var chunk: Int
    fileprivate var offset: Int
    fileprivate var used: Int
    fileprivate var limit: Int
    fileprivate var isExhausted: Bool
  }

  private static let alignment = 16
  private static let firstChunkBytes = 64 << 10

  private var chunks: [UnsafeMutableRawBufferPointer] = []
  /// The chunk that memory is taken from now, and how far.
  private var chunk = 0
  private var offset = 0
  private var used = 0
  private var limit = Int.max
  /// Whether something was refused since the last mark.
  private(set) var isExhausted = false

  init() {
    chunks.append(.allocate(byteCount: Self.firstChunkBytes, alignment: Self.alignment))
  }

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// Memory of `count` bytes, aligned for everything; nil when the limit is reached.
  mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
    guard count >= 0, count <= limit - used else {
      isExhausted = true
      return nil
    }
    let size = (count + Self.alignment - 1) & ~(Self.alignment - 1)
    used += size
    while offset + size > chunks[chunk].count { openChunk(holding: size) }
    defer { offset += size }
    return chunks[chunk].baseAddress.unsafelyUnwrapped + offset
  }

  private mutating func openChunk(holding size: Int) {
    chunk += 1
    offset = 0
    guard chunk == chunks.count else { return }
    let bytes = max(size, 2 * chunks[chunk - 1].count)
    chunks.append(.allocate(byteCount: bytes, alignment: Self.alignment))
  }

  /// From here on at most `limit` bytes, until `rewind`.
  mutating func begin(limit: Int) -> Mark {
    let mark = Mark(
      chunk: chunk, offset: offset, used: used, limit: self.limit, isExhausted: isExhausted)
    used = 0
    self.limit = limit
    isExhausted = false
    return mark
  }

  /// Takes back everything that was allocated since the mark.
  mutating func rewind(to mark: Mark) {
    chunk = mark.chunk
    offset = mark.offset
    used = mark.used
    limit = mark.limit
    isExhausted = mark.isExhausted
    if chunk == 0 && chunks.count > 1 { shrink() }
  }

  private mutating func shrink() {
    var kept = chunks.reduce(0) { $0 + $1.count }
    while kept > Limits.arenaKeptBytesMax, chunks.count > 1, let last = chunks.popLast() {
      kept -= last.count
      last.deallocate()
    }
  }

  /// What the arena holds, used or not.
  var reservedBytes: Int { chunks.reduce(0) { $0 + $1.count } }
}
