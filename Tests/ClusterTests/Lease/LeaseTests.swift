import Cluster
import Model
import Testing

struct LeaseTests {
  /// Two seconds to live, so renewals are 666.666 ms apart.
  private let terms = LeaseTerms(timeToLive: .seconds(2))

  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1000)
  }

  @Test func isRenewedThreeTimesPerLife() {
    var lease = Lease(terms: terms)
    check(lease.isHeld(at: at(0)), false)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(5)), .none)
    check(lease.isHeld(at: at(5)), true)
    check(lease.ticked(at: at(600)), [])
    check(lease.ticked(at: at(667)), [.renew])
    check(lease.ticked(at: at(1500)), [])
    check(lease.renewed(at: at(1600)), .none)
    check(lease.ticked(at: at(1600)), [.renew])
  }

  @Test func timeCountsFromBeforeTheRenewalWasSent() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(1900)), .none)
    check(lease.heldUntil, at(2000))
    check(lease.isHeld(at: at(1999)), true)
    check(lease.isHeld(at: at(2000)), false)
  }

  @Test func anAnswerAfterTheLeaseWouldHaveEndedIsNoLease() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(2000)), .none)
    check(lease.heldUntil, nil)
  }

  @Test func aLapseIsSaidOnceAndStopsNothing() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(1)), .none)
    check(lease.ticked(at: at(667)), [.renew])
    lease.failed()
    check(lease.ticked(at: at(1334)), [.renew])
    lease.failed()
    check(lease.ticked(at: at(2001)), [.confirmWithStorage, .renew])
    lease.failed()
    check(lease.ticked(at: at(2668)), [.renew])
    check(lease.renewed(at: at(2669)), .none)
    check(lease.heldUntil, at(4668))
  }

  @Test func aFailureIsTriedAgainAtTheNextTick() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewalDue, at(0) + terms.renewalInterval)
    lease.failed()
    check(lease.renewalDue, nil)
    check(lease.ticked(at: at(100)), [.renew])
    check(lease.ticked(at: at(101)), [])
  }

  @Test func mayBeRenewedEarly() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    lease.renewSoon()
    check(lease.ticked(at: at(1)), [])
    check(lease.renewed(at: at(2)), .none)
    check(lease.ticked(at: at(3)), [.renew])
    check(lease.renewed(at: at(4)), .none)
    check(lease.ticked(at: at(5)), [])
    check(lease.heldUntil, at(2003))
  }

  @Test func aPauseLongerThanTheLeaseLapsesIt() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(1)), .none)
    check(lease.ticked(at: at(60_000)), [.confirmWithStorage, .renew])
  }

  @Test func anAnswerThatLapsesTheLeaseSaysSo() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(1)), .none)
    check(lease.ticked(at: at(667)), [.renew])
    check(lease.renewed(at: at(3000)), .confirmWithStorage)
    check(lease.renewed(at: at(3001)), .none)
  }

  @Test func waitsForItsPredecessorsLease() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.refused(.heldByPredecessor), .none)
    check(lease.ticked(at: at(667)), [.renew])
    check(lease.renewed(at: at(668)), .none)
    check(lease.isHeld(at: at(668)), true)
  }

  @Test func aSuccessorEndsIt() {
    var lease = Lease(terms: terms)
    check(lease.ticked(at: at(0)), [.renew])
    check(lease.renewed(at: at(1)), .none)
    check(lease.ticked(at: at(667)), [.renew])
    check(lease.refused(.heldBySuccessor), .superseded)
    check(lease.isSuperseded, true)
    check(lease.ticked(at: at(5000)), [])
    check(lease.renewed(at: at(5000)), .none)
    check(lease.isHeld(at: at(5000)), false)
  }
}
