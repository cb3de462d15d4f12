import Model
import Synchronization

/// Counts connections and log-ins by address, over all event loops of the gateway.
final class AddressBook: Sendable {
  /// Why an address may not connect.
  enum Refusal: Hashable, Sendable {
    /// The gateway has no room for anybody.
    case full
    /// This address has its share.
    case tooMany
  }

  private struct Entry {
    var connections = 0
    var logins: TokenBucket
  }

  private struct Book {
    var entries: [AddressKey: Entry] = [:]
    var connections = 0

    /// Forgets addresses without connections whose log-ins are long past.
    mutating func forgetIdle(_ now: BootTime) {
      entries = entries.filter { _, entry in
        var logins = entry.logins
        return entry.connections > 0 || !logins.isFull(now: now)
      }
    }
  }

  private let limits: GatewayLimits
  private let book = Mutex(Book())

  init(limits: GatewayLimits) { self.limits = limits }

  /// Connections at this moment.
  var connections: Int { book.withLock { $0.connections } }

  /// Counts a new connection in; nil when it may stay.
  func connected(_ key: AddressKey, now: BootTime) -> Refusal? {
    book.withLock { book in
      guard book.connections < limits.connectionsMax else { return .full }
      if book.entries[key] == nil, book.entries.count >= limits.addressesMax {
        book.forgetIdle(now)
        guard book.entries.count < limits.addressesMax else { return .full }
      }
      var entry = book.entries[key] ?? Entry(logins: bucket(now))
      guard entry.connections < limits.connectionsPerAddressMax else { return .tooMany }
      entry.connections += 1
      book.entries[key] = entry
      book.connections += 1
      return nil
    }
  }

  /// Counts a connection out that `connected` let in.
  func disconnected(_ key: AddressKey, now: BootTime) {
    book.withLock { book in
      guard var entry = book.entries[key] else { return }
      book.connections -= 1
      entry.connections -= 1
      let isIdle = entry.connections == 0 && entry.logins.isFull(now: now)
      book.entries[key] = isIdle ? nil : entry
    }
  }

  /// Whether one more log-in of this address is within its rate.
  func mayLogIn(_ key: AddressKey, now: BootTime) -> Bool {
    book.withLock { book in book.entries[key]?.logins.take(now: now) ?? false }
  }

  private func bucket(_ now: BootTime) -> TokenBucket {
    TokenBucket(
      perSecond: limits.loginsPerAddressPerSecondMax, burst: limits.loginsPerAddressBurstMax,
      now: now)
  }
}
