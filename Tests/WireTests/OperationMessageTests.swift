import Model
import NIOCore
import Testing

@testable import Wire

/// Orders of operators: what a newer admin process may say, and what nobody may.
@Suite struct OperationMessageTests {
  private static let id: [UInt8] = [0x0A, 16] + Array(repeating: 7, count: 16)

  /// A frame with one order of these fields.
  private func order(_ fields: [UInt8]) -> ByteBuffer {
    let message: [UInt8] = [0xD2, 0x02, UInt8(fields.count)] + fields
    return ByteBuffer(bytes: [0x0A, UInt8(message.count)] + message)
  }

  private func read(_ fields: [UInt8]) throws -> OperationOrder {
    let messages = try ClusterCodec.decode(frame: order(fields))
    guard case .operationOrder(let order) = messages.first else { throw WireError.bodyMissing }
    return order
  }

  /// A node that does not know whom or what an order is about must be able to refuse it.
  @Test func whatIsNotKnownIsNeverEverybody() throws {
    // Fields 15 and 30: a scope and a kind of a later version.
    let read = try read(Self.id + [0x78, 5] + [0xF2, 0x01, 0])
    #expect(read.scope == nil && read.kind == nil)
    #expect(read.id.bytes == Array(repeating: 7, count: 16))
  }

  @Test func everybodyIsSaidInOneWay() throws {
    #expect(try read(Self.id + [0x40, 1]).scope == .everybody)
    #expect(throws: WireError.outOfRange(field: "operation.everybody")) {
      try read(Self.id + [0x40, 0])
    }
  }

  @Test(arguments: [0, 15, 17]) func idsHaveTheirLength(count: Int) {
    let id = [0x0A, UInt8(count)] + [UInt8](repeating: 7, count: count)
    #expect(throws: WireError.outOfRange(field: "operation.id")) { try read(id) }
    #expect(throws: WireError.self) {
      try read(
        Self.id + [0x3A, UInt8(max(1, count))] + [UInt8](repeating: 1, count: max(1, count)))
    }
  }

  @Test func mapsAreSmallNumbers() {
    #expect(throws: WireError.outOfRange(field: "operation.map")) {
      try read(Self.id + [0x48, 0x80, 0x80, 0x04])
    }
  }

  @Test(arguments: [0, 4, 200]) func stylesAreThree(style: UInt8) {
    let body: [UInt8] = [0x08] + (style < 128 ? [style] : [style, 1])
    #expect(throws: WireError.outOfRange(field: "operation.style")) {
      try read(Self.id + [0xA2, 0x01, UInt8(body.count)] + body)
    }
  }

  @Test func wordsHaveALimit() {
    var buffer = ByteBuffer()
    let long = String(repeating: "a", count: Limits.announcementBytesMax + 9)
    let id = AdminOperationID(bytes: [UInt8](repeating: 7, count: 16))
    guard let id else { return }
    ClientCodec.encode(
      .announcement(Announcement(id: id, style: .line, text: long)), to: &buffer)
    guard case .announcement(let told)? = try? ClientCodec.decodeServer(buffer) else {
      Issue.record("what was cut is read")
      return
    }
    #expect(told.text.utf8.count == Limits.announcementBytesMax)
  }
}
