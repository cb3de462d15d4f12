import Model
import NIOCore
import Testing

@testable import Wire

/// Bytes that no honest peer sends: a typed error, never a crash and never much memory.
@Suite struct HostileBytesTests {
  @Test(arguments: Fixture.framed) func everyTruncationIsRefused(_ fixture: Fixture) throws {
    let whole = try fixture.bytes()
    let boundaries = Set(messageEnds(of: whole))
    for length in 0..<whole.readableBytes {
      let prefix = try #require(whole.getSlice(at: whole.readerIndex, length: length))
      if case .cluster = fixture.value, length == 0 || boundaries.contains(length) {
        #expect(try ClusterCodec.decode(frame: prefix).count < 3)
      } else {
        #expect(throws: length == 0 ? WireError.bodyMissing : .malformed) {
          try fixture.decode(prefix)
        }
      }
    }
  }

  /// A cargo comes whole, in numbered parcels: cut off, it is refused or lacks what was cut.
  @Test func aCutCargoNeverTraps() throws {
    for fixture in Fixture.all {
      guard case .cargo(let cargo) = fixture.value else { continue }
      let bytes = CargoCodec.encode(cargo)
      for length in 0..<bytes.count {
        guard let read = try? CargoCodec.decode(Array(bytes[..<length])) else { continue }
        #expect(read != cargo)
      }
      #expect(throws: WireError.self) { try CargoCodec.decode([0xFF]) }
    }
  }

  private func messageEnds(of frame: ByteBuffer) -> [Int] {
    var rest = frame
    var ends: [Int] = []
    while rest.readVarint() != nil, let length = rest.readVarint() {
      rest.moveReaderIndex(forwardBy: Int(length))
      ends.append(rest.readerIndex - frame.readerIndex)
    }
    return ends
  }

  @Test(arguments: Fixture.framed) func unknownFieldsAreIgnored(_ fixture: Fixture) throws {
    var frame = try fixture.bytes()
    frame.writeBytes(unknownFields)
    #expect(try fixture.decode(frame) == fixture.value)

    // The same at the end of the body of the first message.
    var rest = try fixture.bytes()
    guard let tag = rest.readVarint(), let length = rest.readVarint(),
      let body = rest.readSlice(length: Int(length))
    else {
      Issue.record("a fixture starts with a field")
      return
    }
    var wrapped = ByteBuffer()
    wrapped.writeVarint(tag)
    wrapped.writeVarint(length + UInt64(unknownFields.count))
    wrapped.writeImmutableBuffer(body)
    wrapped.writeBytes(unknownFields)
    wrapped.writeImmutableBuffer(rest)
    #expect(try fixture.decode(wrapped) == fixture.value)
  }

  /// Field 1000 as a number, as 8 bytes, as bytes and as 4 bytes.
  private let unknownFields: [UInt8] =
    [0xC0, 0x3E, 0x2A] + [0xC1, 0x3E, 1, 2, 3, 4, 5, 6, 7, 8] + [0xC2, 0x3E, 2, 1, 2]
    + [0xC5, 0x3E, 1, 2, 3, 4]

  @Test(arguments: UInt64(1)...40) func mutatedBytesAreReadOrRefused(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var read = 0
    for fixture in Fixture.all {
      for _ in 0..<25 {
        let bytes = mutated(try fixture.bytes(), &random)
        guard let value = try? fixture.decode(bytes) else { continue }
        read += 1
        #expect(try fixture.decode(Fixture.encode(value)) == value)
      }
    }
    #expect(read > 0, "some mutations stay messages")
  }

  private func mutated(_ bytes: ByteBuffer, _ random: inout SeededGenerator) -> ByteBuffer {
    var bytes = Array(bytes.readableBytesView)
    for _ in 0...random.below(3) {
      let at = Int(random.below(UInt32(bytes.count)))
      switch random.below(4) {
      case 0: bytes[at] ^= 1 << UInt8(random.below(8))
      case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next())
      case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
      default: if bytes.count > 1 { bytes.remove(at: at) }
      }
    }
    return ByteBuffer(bytes: bytes)
  }

  @Test(arguments: UInt64(1)...20) func randomBytesAreReadOrRefused(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let count = random.below(64)
      let bytes = ByteBuffer(bytes: (0..<count).map { _ in UInt8(random.below(256)) })
      for fixture in [Fixture.client[0], Fixture.server[0], Fixture.session[0]] {
        guard let value = try? fixture.decode(bytes) else { continue }
        #expect((try? fixture.decode(Fixture.encode(value))) == value)
      }
    }
  }
}
