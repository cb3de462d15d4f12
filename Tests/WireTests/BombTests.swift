import Model
import NIOCore
import Testing

@testable import Wire

/// Small messages that would become large in memory.
@Suite struct BombTests {
  @Test func aMegabyteOfEmptyGhostsIsRefused() {
    #expect(throws: WireError.memoryExceeded) {
      try ClusterCodec.decode(frame: mesh(field(30, repeated([0x3A, 0], 1 << 19))))
    }
  }

  @Test func aMegabyteOfEmptyEntitiesIsRefused() {
    let frame = field(4, repeated([0x22, 0], (1 << 19) - 8))
    #expect(throws: WireError.memoryExceeded) { try ClientCodec.decodeServer(frame) }
  }

  @Test func aMegabyteOfEmptyMessagesIsRefused() {
    let frame = repeated([0x0A, 0], 1 << 19)
    #expect(throws: WireError.bodyMissing) { try ClusterCodec.decode(frame: frame) }
  }

  @Test func unknownFieldsCannotFillMemory() {
    let frame = repeated([0x78, 1], 2040)
    #expect(throws: WireError.memoryExceeded) { try ClientCodec.decodeClient(frame) }
  }

  @Test func deepNestingIsAnUnknownField() {
    var frame = ByteBuffer()
    for _ in 0..<1000 { frame = field(15, frame) }
    #expect(throws: WireError.bodyMissing) { try ClientCodec.decodeClient(frame) }
    var groups = repeated([0x7B], 4000)
    #expect(throws: WireError.malformed) { try ClientCodec.decodeClient(groups) }
    groups.writeRepeatingByte(0x7C, count: 96)
    #expect(throws: WireError.malformed) { try ClientCodec.decodeClient(groups) }
  }

  @Test func memoryIsUsableAfterARefusal() throws {
    let bomb = mesh(field(30, repeated([0x3A, 0], 1 << 19)))
    for fixture in Fixture.all {
      #expect(throws: WireError.memoryExceeded) { try ClusterCodec.decode(frame: bomb) }
      #expect(try fixture.decode(fixture.bytes()) == fixture.value)
    }
  }

  @Test func framesOverTheLimitAreNotRead() {
    let client = repeated([0], Limits.clientFrameBytesMax + 1)
    #expect(throws: WireError.oversize(bytes: 4097, max: 4096)) {
      try ClientCodec.decodeClient(client)
    }
    let server = repeated([0], Limits.serverFrameBytesMax + 1)
    #expect(throws: WireError.oversize(bytes: 1_048_577, max: 1_048_576)) {
      try ClientCodec.decodeServer(server)
    }
    let cluster = repeated([0], Limits.clusterFrameBytesMax + 1)
    #expect(throws: WireError.oversize(bytes: 8_388_609, max: 8_388_608)) {
      try ClusterCodec.decode(frame: cluster)
    }
  }

  @Test(
    arguments: [
      [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x80], [0x05],
    ] as [[UInt8]])
  func lengthsThatLieAreRefused(_ length: [UInt8]) {
    for tag in [0x0A, 0x12, 0x22, 0x2A, 0x7A] as [UInt8] {
      let frame = ByteBuffer(bytes: [tag] + length)
      #expect(throws: WireError.malformed) { try ClientCodec.decodeClient(frame) }
      #expect(throws: WireError.malformed) { try ClientCodec.decodeServer(frame) }
      #expect(throws: WireError.malformed) { try ClusterCodec.decode(frame: frame) }
      #expect(throws: WireError.malformed) { try ClusterCodec.decode(frame: mesh(frame)) }
    }
  }

  private func repeated(_ bytes: [UInt8], _ count: Int) -> ByteBuffer {
    var buffer = ByteBuffer()
    if bytes.count == 1 {
      buffer.writeRepeatingByte(bytes[0], count: count)
    } else {
      for _ in 0..<count { buffer.writeBytes(bytes) }
    }
    return buffer
  }

  private func field(_ number: UInt64, _ body: ByteBuffer) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeVarint(number << 3 | 2)
    buffer.writeVarint(UInt64(body.readableBytes))
    buffer.writeImmutableBuffer(body)
    return buffer
  }

  private func mesh(_ message: ByteBuffer) -> ByteBuffer { field(1, message) }
}
