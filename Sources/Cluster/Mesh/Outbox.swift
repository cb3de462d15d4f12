import Model
import NIOCore
import Wire

/// What waits for a link, already cut into frames: the loop takes all of it and writes it at once.
///
/// ```
/// +--------+-------------------+--------+-------------------+--------+--------
/// | length | messages          | length | messages          |      0 | messages ...
/// +--------+-------------------+--------+-------------------+--------+--------
///   closed                       closed                       open: its length is not known yet
/// ```
struct Outbox {
  /// Bytes of a frame after which the next message starts a new one, so that a reader need not hold
  /// a large batch before it handles the first of it.
  static let frameBytesTarget = 256 << 10

  private let pendingBytesMax: Int
  private let frameBytesMax: Int
  private let allocator = ByteBufferAllocator()
  private var buffer: ByteBuffer
  private var openFrame: Int?
  private var messages = 0
  /// Taken, and not yet taken by the kernel.
  private var inFlight = (bytes: 0, messages: 0)
  /// Whether there is a connection. Nothing is taken in without one.
  private(set) var isOpen = false
  private var isAwake = false
  /// Whether the loop comes by itself before long.
  private var isTimed = false

  init(pendingBytesMax: Int, frameBytesMax: Int = Limits.clusterFrameBytesMax) {
    self.pendingBytesMax = pendingBytesMax
    self.frameBytesMax = frameBytesMax
    buffer = allocator.buffer(capacity: 0)
  }

  /// Everything that the kernel has not taken yet.
  var pendingBytes: Int { buffer.readableBytes + inFlight.bytes }

  mutating func open() {
    precondition(!isOpen, "a link opens once")
    isOpen = true
  }

  /// The connection is gone: drops what waits and says how many messages that was. What the kernel
  /// had taken in part counts as dropped too.
  mutating func close() -> Int {
    defer {
      isOpen = false
      isAwake = false
      messages = 0
      inFlight = (0, 0)
      openFrame = nil
      buffer = allocator.buffer(capacity: 0)
    }
    return messages + inFlight.messages
  }

  mutating func append(_ message: ClusterMessage) -> MeshSendOutcome {
    append(messages: 1) { ClusterCodec.append(message, to: &$0) }
  }

  /// - Parameter encoded: whole messages, as `ClusterCodec.append` writes them. They stay in one
  ///   frame.
  mutating func append(encoded: ByteBuffer, messages: Int) -> MeshSendOutcome {
    guard encoded.readableBytes <= frameBytesMax else { return .tooLarge }
    return append(messages: messages) { $0.writeImmutableBuffer(encoded) }
  }

  /// When the loop has to come for what was just appended; nil when it comes anyway.
  enum Wake: Hashable, Sendable {
    case now
    /// After `MeshOptions.patience`, answered by `patienceEnded`.
    case later
  }

  /// Only once per batch. What is patient waits for others, and goes out with the first that is not.
  mutating func wake(isPatient: Bool) -> Wake? {
    guard !isAwake else { return nil }
    guard isPatient else {
      isAwake = true
      return .now
    }
    defer { isTimed = true }
    return isTimed ? nil : .later
  }

  /// The loop comes for what was patient.
  mutating func patienceEnded() { isTimed = false }

  /// Takes everything as whole frames, to be answered by `written`; nil when nothing waits.
  mutating func take() -> (frames: ByteBuffer, messages: Int)? {
    isAwake = false
    guard buffer.readableBytes > 0 else { return nil }
    closeFrame()
    let taken = (frames: buffer, messages: messages)
    buffer = allocator.buffer(capacity: min(buffer.readableBytes, Self.frameBytesTarget))
    messages = 0
    inFlight.bytes += taken.frames.readableBytes
    inFlight.messages += taken.messages
    return taken
  }

  /// The kernel has taken a batch.
  mutating func written(bytes: Int, messages: Int) {
    inFlight.bytes -= bytes
    inFlight.messages -= messages
    precondition(inFlight.bytes >= 0 && inFlight.messages >= 0, "batches are written once")
  }

  private mutating func append(
    messages count: Int, _ write: (inout ByteBuffer) -> Void
  ) -> MeshSendOutcome {
    guard isOpen else { return .notLinked }
    let (end, frame) = (buffer.writerIndex, openFrame)
    let start = frame ?? openNewFrame()
    let body = buffer.writerIndex
    write(&buffer)
    let outcome = judge(bytes: buffer.writerIndex - body)
    guard outcome == .queued else {
      buffer.moveWriterIndex(to: end)
      openFrame = frame
      return outcome
    }
    messages += count
    if buffer.writerIndex - start >= Self.frameBytesTarget { closeFrame() }
    return .queued
  }

  private func judge(bytes: Int) -> MeshSendOutcome {
    if bytes > frameBytesMax - Self.frameBytesTarget { return .tooLarge }
    return pendingBytes > pendingBytesMax ? .full : .queued
  }

  private mutating func openNewFrame() -> Int {
    let start = buffer.writerIndex
    buffer.writeInteger(UInt32(0))
    openFrame = start
    return start
  }

  private mutating func closeFrame() {
    guard let start = openFrame else { return }
    buffer.setInteger(
      UInt32(buffer.writerIndex - start - LengthPrefixedFrame.headerBytes), at: start)
    openFrame = nil
  }
}
