import Model
import NIOCore

/// Writes, every tick, what each client of a region sees. What moved is encoded once, however many
/// see it, and nothing is allocated once tables and buffers have their size.
///
/// ```
/// ServerFrame { 0x22 length
///   Snapshot  { tick | scope? | own? | appear records | 0x2A length move slices | 0x32 … slots
///               | 0x3A length vitals slices | event records } }
/// ```
///
/// Tell it who is where and how (`setEntity`, `setMove`, `setVitals`) and what happened (`addEvent`),
/// then write one snapshot for each client. Slots
/// are indices of the region's table of entities.
public struct SnapshotWriter: ~Copyable, Sendable {
  /// Whose slots these are.
  public private(set) var scope: SlotScope

  private var moves = SlotSlices()
  private var vitals = SlotSlices()
  private var events = EventRecords()
  private var appears = AppearRecords()
  private var slots = 0
  /// The encoded scope field, and the tick field of this tick.
  private var scopeField: ContiguousArray<UInt8>
  private var tickField: ContiguousArray<UInt8> = []
  /// What stands before the lists of the snapshot that is being written.
  private var head: ContiguousArray<UInt8> = []

  private static let fieldBytesMax = 80

  /// A writer for the entities of one region, simulated by one shard at one epoch.
  public init(scope: SlotScope) {
    self.scope = scope
    scopeField = ContiguousArray(unsafeUninitializedCapacity: Self.fieldBytesMax) { space, count in
      count = Self.encode(scope, to: space)
    }
    head.reserveCapacity(scopeField.count + 512)
    beginTick(Tick(0))
  }

  /// From here on everything is of this tick, and nothing has moved in it yet.
  public mutating func beginTick(_ tick: Tick) {
    moves.clear()
    vitals.clear()
    events.clear()
    tickField.removeAll(keepingCapacity: true)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { space in
      guard let start = space.baseAddress else { return }
      var writer = FieldWriter(start)
      writer.field(0x08, tick.rawValue)
      tickField.append(
        contentsOf: UnsafeBufferPointer(start: start, count: writer.cursor - start))
    }
  }

  /// An entity has taken a slot, or one there changed its name.
  ///
  /// A name longer than `Limits.nameBytesMax` is cut.
  public mutating func setEntity(
    slot: UInt16, entity: UInt64, kind: UInt8, definition: UInt16 = 0, name: String,
    position: Position, facing: UInt8
  ) {
    grow(toHold: slot)
    appears.setEntity(
      slot: slot, entity: entity, kind: kind, definition: definition, name: name)
    let (x, y) = scope.quantise(position)
    appears.setPose(slot: slot, x: x, y: y, facing: facing)
    moves.clear(slot: slot)
    vitals.clear(slot: slot)
  }

  /// The condition of the entity of a slot, when it came or changed. `isNew`: who sees it appear is
  /// told, nobody else.
  public mutating func setVitals(
    slot: UInt16, health: UInt8, level: UInt16, state: UInt8, isNew: Bool
  ) {
    grow(toHold: slot)
    appears.setVitals(slot: slot, health: health, level: level, state: state)
    if !isNew { vitals.setVitals(slot: slot, health: health, level: level, state: state) }
  }

  /// Something happened in this tick; returns its number, for `write` and `append`.
  public mutating func addEvent(_ event: EntityEvent) -> UInt16 {
    events.append(event)
    return UInt16(events.count - 1)
  }

  /// The entity of a slot moved in this tick.
  public mutating func setMove(slot: UInt16, position: Position, facing: UInt8) {
    let (x, y) = scope.quantise(position)
    setMove(slot: slot, x: x, y: y, facing: facing)
  }

  /// The entity of a slot moved in this tick; coordinates as `scope.quantise` makes them.
  public mutating func setMove(slot: UInt16, x: UInt32, y: UInt32, facing: UInt8) {
    grow(toHold: slot)
    moves.setMove(slot: slot, x: x, y: y)
    appears.setPose(slot: slot, x: x, y: y, facing: facing)
  }

  /// Tables grow in steps of 64 slots, up to the most that ever stood in the region at once.
  private mutating func grow(toHold slot: UInt16) {
    guard Int(slot) >= slots else { return }
    slots = (Int(slot) / 64 + 1) * 64
    moves.grow(to: slots)
    vitals.grow(to: slots)
    appears.grow(to: slots)
  }
}

extension SnapshotWriter {
  /// Appends one `ServerFrame` with a snapshot of this tick, and returns how many bytes it has.
  ///
  /// - Parameters:
  ///   - includesScope: whether the client must forget all slots and take these: in its first
  ///     snapshot of this region.
  ///   - own: the client's own character.
  ///   - appear: slots that came into view.
  ///   - move: slots in view; those that have not moved or changed in this tick are left out, so
  ///     this may be everything in view.
  ///   - vanish: slots that are out of view.
  ///   - events: numbers of the events that the client is told.
  @discardableResult
  public mutating func write(
    includesScope: Bool, own: OwnState?, appear: Span<UInt16>, move: Span<UInt16>,
    vanish: Span<UInt16>, events: Span<UInt16>, into buffer: inout ByteBuffer
  ) -> Int {
    let body = measure(
      includesScope: includesScope, own: own, appear: appear, move: move, change: move,
      vanish: vanish, events: events)
    buffer.writeWithUnsafeMutableBytes(
      minimumWritableBytes: body.frameBytes + SlotSlices.slackBytes
    ) { space in
      guard let start = space.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      emit(
        body, appear: appear, move: move, change: move, vanish: vanish, events: events,
        to: &writer)
      return writer.cursor - start
    }
    return body.frameBytes
  }

  /// Appends the snapshot as an `Output` message to the body of a mesh frame, as
  /// `ClusterCodec.append` would with the bytes of `write`, but without copying them.
  ///
  /// - Parameters:
  ///   - move: slots in view whose movements are told; all or some of them.
  ///   - change: slots in view whose condition is told when it changed; all of them.
  @discardableResult
  public mutating func append(
    _ header: OutputHeader, includesScope: Bool, own: OwnState?, appear: Span<UInt16>,
    move: Span<UInt16>, change: Span<UInt16>, vanish: Span<UInt16>, events: Span<UInt16>,
    to frame: inout ByteBuffer
  ) -> Int {
    let body = measure(
      includesScope: includesScope, own: own, appear: appear, move: move, change: change,
      vanish: vanish, events: events)
    header.append(
      frameBytes: body.frameBytes, slackBytes: SlotSlices.slackBytes, to: &frame
    ) { writer in
      emit(
        body, appear: appear, move: move, change: change, vanish: vanish, events: events,
        to: &writer)
    }
    return body.frameBytes
  }

  /// The lengths of a snapshot's parts.
  private struct Measure {
    var move: Int
    var vanish: Int
    var vitals: Int
    var snapshot: Int

    var frameBytes: Int { delimitedBytes(snapshot) }
  }

  private mutating func measure(
    includesScope: Bool, own: OwnState?, appear: Span<UInt16>, move: Span<UInt16>,
    change: Span<UInt16>, vanish: Span<UInt16>, events: Span<UInt16>
  ) -> Measure {
    head.removeAll(keepingCapacity: true)
    head.append(contentsOf: tickField)
    if includesScope { head.append(contentsOf: scopeField) }
    if let own { OwnCoding.append(own, to: &head) }
    var measure = Measure(
      move: moves.bytes(of: move), vanish: 0, vitals: vitals.isEmpty ? 0 : vitals.bytes(of: change),
      snapshot: head.count + appears.bytes(of: appear) + self.events.bytes(of: events))
    for index in vanish.indices { measure.vanish += varintBytes(UInt64(vanish[index])) }
    if measure.move > 0 { measure.snapshot += delimitedBytes(measure.move) }
    if measure.vanish > 0 { measure.snapshot += delimitedBytes(measure.vanish) }
    if measure.vitals > 0 { measure.snapshot += delimitedBytes(measure.vitals) }
    return measure
  }

  private func emit(
    _ measure: Measure, appear: Span<UInt16>, move: Span<UInt16>, change: Span<UInt16>,
    vanish: Span<UInt16>, events: Span<UInt16>, to writer: inout FieldWriter
  ) {
    writer.header(0x22, length: measure.snapshot)
    head.withUnsafeBufferPointer { writer.copy($0) }
    appears.copy(appear, to: &writer)
    if measure.move > 0 {
      writer.header(0x2A, length: measure.move)
      moves.copy(move, to: &writer)
    }
    if measure.vanish > 0 {
      writer.header(0x32, length: measure.vanish)
      for index in vanish.indices { writer.varint(UInt64(vanish[index])) }
    }
    if measure.vitals > 0 {
      writer.header(0x3A, length: measure.vitals)
      vitals.copy(change, to: &writer)
    }
    self.events.copy(events, to: &writer)
  }

  private static func encode(
    _ scope: SlotScope, to space: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    guard let start = space.baseAddress else { return 0 }
    // Tag and a length below 128 come first, when the length is known.
    var body = FieldWriter(start + 2)
    body.field(0x08, UInt64(scope.region.rawValue))
    body.field(0x10, scope.epoch.rawValue)
    body.zigZagField(0x18, scope.originX)
    body.zigZagField(0x20, scope.originY)
    body.field(0x28, UInt64(scope.steps))
    body.field(0x30, UInt64(scope.shard.rawValue))
    let end = body.cursor - start
    var field = FieldWriter(start)
    field.header(0x12, length: end - 2)
    return end
  }
}
