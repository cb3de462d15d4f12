import Model
import NIOCore
import Testing

@testable import Gateway

@Suite("Limits of an address")
struct AddressBookTests {
  private let t0 = BootTime(microseconds: 0)

  private func key(_ address: String) throws -> AddressKey {
    AddressKey(try SocketAddress(ipAddress: address, port: 1))
  }

  @Test("counts connections per address and in all")
  func connections() throws {
    var limits = GatewayLimits()
    limits.connectionsMax = 3
    limits.connectionsPerAddressMax = 2
    let book = AddressBook(limits: limits)
    let a = try key("10.0.0.1")
    let b = try key("10.0.0.2")
    #expect(book.connected(a, now: t0) == nil)
    #expect(book.connected(a, now: t0) == nil)
    #expect(book.connected(a, now: t0) == .tooMany)
    #expect(book.connected(b, now: t0) == nil)
    #expect(book.connected(b, now: t0) == .full)
    book.disconnected(a, now: t0)
    #expect(book.connections == 2)
    #expect(book.connected(a, now: t0) == nil)
  }

  @Test("log-ins have a rate, also over reconnects")
  func logins() throws {
    var limits = GatewayLimits()
    limits.loginsPerAddressPerSecondMax = 1
    limits.loginsPerAddressBurstMax = 2
    let book = AddressBook(limits: limits)
    let a = try key("10.0.0.1")
    _ = book.connected(a, now: t0)
    #expect(book.mayLogIn(a, now: t0) && book.mayLogIn(a, now: t0))
    book.disconnected(a, now: t0)
    _ = book.connected(a, now: t0)
    #expect(!book.mayLogIn(a, now: t0))
    #expect(book.mayLogIn(a, now: t0 + .seconds(1)))
  }

  @Test("the table is bounded, and forgets who is long gone")
  func bounded() throws {
    var limits = GatewayLimits()
    limits.addressesMax = 2
    limits.loginsPerAddressPerSecondMax = 1
    let book = AddressBook(limits: limits)
    for address in ["10.0.0.1", "10.0.0.2"] {
      _ = book.connected(try key(address), now: t0)
      _ = book.mayLogIn(try key(address), now: t0)
    }
    #expect(book.connected(try key("10.0.0.3"), now: t0) == .full)
    book.disconnected(try key("10.0.0.1"), now: t0)
    #expect(book.connected(try key("10.0.0.3"), now: t0) == .full, "it logged in just now")
    #expect(book.connected(try key("10.0.0.3"), now: t0 + .seconds(2)) == nil)
  }

  @Test("one IPv6 network is one address, and IPv4 in IPv6 is IPv4")
  func keys() throws {
    #expect(try key("2001:db8::1") == key("2001:db8::ffff:1"))
    #expect(try key("2001:db8::1") != key("2001:db8:0:1::1"))
    #expect(try key("::ffff:10.0.0.1") == key("10.0.0.1"))
    #expect(try key("10.0.0.1") != key("10.0.0.2"))
    #expect(try key("::1") != key("0.0.0.1"))
  }
}
