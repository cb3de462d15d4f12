import NIOCore
import Testing

/// A frame as a test's client sends it, wrong in any way that a test wants.
struct ClientFrame {
  var opcode: UInt8
  var payload: [UInt8]
  var isFinal = true
  var reserved: UInt8 = 0
  var mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
  /// 7, 16 or 64; nil: the shortest that fits.
  var lengthBits: Int?

  init(
    _ opcode: UInt8, _ payload: [UInt8] = [], isFinal: Bool = true, reserved: UInt8 = 0,
    mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D], lengthBits: Int? = nil
  ) {
    self.opcode = opcode
    self.payload = payload
    self.isFinal = isFinal
    self.reserved = reserved
    self.mask = mask
    self.lengthBits = lengthBits
  }

  static func binary(_ payload: [UInt8], isFinal: Bool = true) -> ClientFrame {
    ClientFrame(2, payload, isFinal: isFinal)
  }
  static func text(_ text: String, isFinal: Bool = true) -> ClientFrame {
    ClientFrame(1, Array(text.utf8), isFinal: isFinal)
  }
  static func continuation(_ payload: [UInt8], isFinal: Bool = true) -> ClientFrame {
    ClientFrame(0, payload, isFinal: isFinal)
  }
  static func ping(_ text: String) -> ClientFrame { ClientFrame(9, Array(text.utf8)) }
  static func close(_ code: UInt16, _ reason: [UInt8] = []) -> ClientFrame {
    ClientFrame(8, [UInt8(code >> 8), UInt8(code & 255)] + reason)
  }

  var bytes: [UInt8] {
    var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
    let maskBit: UInt8 = mask == nil ? 0 : 0x80
    let bits = lengthBits ?? (payload.count <= 125 ? 7 : payload.count <= 0xFFFF ? 16 : 64)
    switch bits {
    case 7: bytes.append(maskBit | UInt8(payload.count))
    case 16:
      bytes.append(maskBit | 126)
      bytes += [UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    default:
      bytes.append(maskBit | 127)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    guard let mask else { return bytes + payload }
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
  }
}

extension [ClientFrame] {
  var bytes: [UInt8] { flatMap(\.bytes) }
}

extension ClientFrame: CustomStringConvertible {
  var description: String { "opcode \(opcode), \(payload.count) bytes" }
}
