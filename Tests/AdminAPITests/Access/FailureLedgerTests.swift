import Model
import Testing

@testable import AdminAPI

extension FailureLedger.Key: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .address(value) }
}

@Suite struct FailureLedgerTests {
  private let start = BootTime(microseconds: 1_000_000)

  @Test func anAddressIsBlockedAfterTooManyUntilTheWindowEnds() {
    var ledger = FailureLedger()
    for failure in 0..<AdminLimits.failuresMax {
      #expect(ledger.wait("a", now: start) == nil, "after \(failure)")
      ledger.failed("a", now: start)
    }
    #expect(ledger.wait("a", now: start) == AdminLimits.failureWindow)
    #expect(ledger.wait("b", now: start) == nil)
    let end = start + AdminLimits.failureWindow
    #expect(ledger.wait("a", now: end - .milliseconds(1)) == .milliseconds(1))
    #expect(ledger.wait("a", now: end) == nil)
    ledger.failed("a", now: end)
    #expect(ledger.wait("a", now: end) == nil, "a new window begins")
  }

  @Test func manyAddressesShareAPlaceOnceAllAreTaken() {
    var ledger = FailureLedger()
    for number in 0..<AdminLimits.failureKeysMax { ledger.failed("\(number)", now: start) }
    for number in 0..<AdminLimits.failuresMax { ledger.failed("new \(number)", now: start) }
    #expect(ledger.wait("another", now: start) != nil)
    #expect(ledger.wait("7", now: start) == nil, "who is known is judged alone")
    let later = start + AdminLimits.failureWindow
    #expect(ledger.wait("another", now: later) == nil)
  }

  @Test func whatIsTakenBackDoesNotCount() {
    var ledger = FailureLedger()
    for _ in 0..<3 * AdminLimits.failuresMax {
      ledger.failed("a", now: start)
      ledger.forgive("a")
    }
    #expect(ledger.wait("a", now: start) == nil)
    ledger.forgive("a")
    ledger.forgive("unknown")
    for _ in 0..<AdminLimits.failuresMax { ledger.failed("a", now: start) }
    #expect(ledger.wait("a", now: start) != nil, "nothing is saved up")
    #expect(ledger.wait(.account("a"), now: start) == nil, "an account is not an address")
  }
}
