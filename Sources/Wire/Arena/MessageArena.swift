/// Bump memory for the C form of one message at a time: taking is an addition, giving back
/// happens all at once. The memory is kept and used again, up to `Limits.arenaKeptBytesMax`.
///
/// The limit bounds what hostile bytes can make protobuf-c allocate: one byte of wire can ask for
/// fifty of heap.
struct MessageArena: ~Copyable {
  /// A moment to go back to.
  struct Mark {
    fileprivate var chunk: Int
    fileprivate var next: UnsafeMutableRawPointer
    fileprivate var budget: Int
    fileprivate var isExhausted: Bool
  }

  private static let alignment = 16
  private static let firstChunkBytes = 64 << 10

  private var chunks: [UnsafeMutableRawBufferPointer]
  /// The chunk that memory is taken from now, where in it, and its end.
  private var chunk = 0
  private var next: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  /// What may still be taken.
  private var budget = Int.max
  /// Whether something was refused since the last mark.
  private(set) var isExhausted = false

  init() {
    let first = UnsafeMutableRawPointer.allocate(
      byteCount: Self.firstChunkBytes, alignment: Self.alignment)
    chunks = [UnsafeMutableRawBufferPointer(start: first, count: Self.firstChunkBytes)]
    next = first
    end = first + Self.firstChunkBytes
  }

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// Memory of `count` bytes, aligned for everything; nil when the limit is reached.
  @inline(__always)
  mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
    guard count >= 0, count <= budget else {
      isExhausted = true
      return nil
    }
    let size = (count + Self.alignment - 1) & ~(Self.alignment - 1)
    budget -= size
    if size > end - next { openChunk(holding: size) }
    defer { next += size }
    return next
  }

  private mutating func openChunk(holding size: Int) {
    repeat {
      if chunk + 1 == chunks.count {
        let bytes = max(size, 2 * chunks[chunk].count)
        chunks.append(.allocate(byteCount: bytes, alignment: Self.alignment))
      }
      chunk += 1
    } while chunks[chunk].count < size
    next = chunks[chunk].baseAddress.unsafelyUnwrapped
    end = next + chunks[chunk].count
  }

  /// From here on at most `limit` bytes, until `rewind`.
  mutating func begin(limit: Int) -> Mark {
    let mark = Mark(chunk: chunk, next: next, budget: budget, isExhausted: isExhausted)
    budget = limit
    isExhausted = false
    return mark
  }

  /// Takes back everything that was allocated since the mark.
  mutating func rewind(to mark: Mark) {
    next = mark.next
    budget = mark.budget
    isExhausted = mark.isExhausted
    guard chunk != mark.chunk else { return }
    chunk = mark.chunk
    end = chunks[chunk].baseAddress.unsafelyUnwrapped + chunks[chunk].count
    if chunk == 0 { shrink() }
  }

  private mutating func shrink() {
    var kept = reservedBytes
    while kept > Limits.arenaKeptBytesMax, chunks.count > 1, let last = chunks.popLast() {
      kept -= last.count
      last.deallocate()
    }
  }

  /// What the arena holds, used or not.
  var reservedBytes: Int { chunks.reduce(0) { $0 + $1.count } }
}
