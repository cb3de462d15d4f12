import NIOCore

/// Whose connections are counted together: an IPv4 address, or the /64 of an IPv6 address, which
/// is what one customer has.
struct AddressKey: Hashable, Sendable {
  private let isV6: Bool
  private let bits: UInt64

  init(_ address: SocketAddress?) {
    let bytes = address?.addressBytes ?? []
    let isMapped =
      bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF
      && bytes[11] == 0xFF
    isV6 = bytes.count == 16 && !isMapped
    let counted = isMapped ? bytes[12...] : bytes.prefix(8)
    bits = counted.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension SocketAddress {
  /// The 4 or 16 bytes of an IP address; none for another kind of address.
  fileprivate var addressBytes: [UInt8] {
    let range: Range<Int>
    switch self {
    case .v4: range = 4..<8
    case .v6: range = 8..<24
    default: return []
    }
    return withSockAddr { address, size in
      let bytes = UnsafeRawBufferPointer(start: address, count: size)
      return bytes.count >= range.upperBound ? Array(bytes[range]) : []
    }
  }
}
