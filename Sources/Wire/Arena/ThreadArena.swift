import CProtobufC
import Glibc

/// The arena of the current thread: coding neither suspends nor leaves its thread, so no lock is
/// needed and every event loop has its memory in its own cache.
enum ThreadArena {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { arena in
      guard let arena = arena?.assumingMemoryBound(to: MessageArena.self) else { return }
      arena.deinitialize(count: 1)
      arena.deallocate()
    }
    precondition(status == 0, "a process has enough thread keys for one more")
    return key
  }()

  private static var current: UnsafeMutablePointer<MessageArena> {
    if let known = pthread_getspecific(key) {
      return known.assumingMemoryBound(to: MessageArena.self)
    }
    let fresh = UnsafeMutablePointer<MessageArena>.allocate(capacity: 1)
    fresh.initialize(to: MessageArena())
    pthread_setspecific(key, fresh)
    return fresh
  }

  /// Lends the arena; what `body` allocates is gone afterwards. Calls may nest.
  static func lend<R: ~Copyable, E: Error>(
    limit: Int, _ body: (UnsafeMutablePointer<MessageArena>) throws(E) -> R
  ) throws(E) -> R {
    let arena = current
    let mark = arena.pointee.begin(limit: limit)
    defer { arena.pointee.rewind(to: mark) }
    return try body(arena)
  }

  /// protobuf-c's view of an arena. Single pieces are never given back.
  static func allocator(of arena: UnsafeMutablePointer<MessageArena>) -> ProtobufCAllocator {
    ProtobufCAllocator(
      alloc: { arena, size in
        arena?.assumingMemoryBound(to: MessageArena.self).pointee.allocate(size)
      },
      free: { _, _ in },
      allocator_data: arena)
  }
}
