import Cluster
import Model
import Testing

struct ContactTests {
  private let terms = LeaseTerms(timeToLive: .seconds(2))
  private let redis = RedisInstance(runID: "a", generation: "1")

  private func at(_ milliseconds: Int64) -> BootTime {
    BootTime(microseconds: milliseconds * 1000)
  }

  /// Observations from `start` on, every 600 ms, each answered after 2 ms, up to `end`.
  private func observe(
    _ contact: inout Contact, _ instance: RedisInstance, from start: Int64, to end: Int64
  ) {
    for time in stride(from: start, through: end, by: 600) {
      contact.observed(instance, sent: at(time - 2), received: at(time))
    }
  }

  @Test func absenceCountsOnlyAfterTwoLives() {
    var contact = Contact(terms: terms)
    check(contact.absenceCounts(at: at(0)), false)
    observe(&contact, redis, from: 10, to: 3610)
    check(contact.absenceCounts(at: at(3610)), false)
    contact.observed(redis, sent: at(4008), received: at(4009))
    check(contact.absenceCounts(at: at(4009)), false)
    contact.observed(redis, sent: at(4009), received: at(4010))
    check(contact.absenceCounts(at: at(4010)), true)
  }

  @Test func timePassedWithoutLookingDoesNotCount() {
    var contact = Contact(terms: terms)
    observe(&contact, redis, from: 0, to: 4200)
    check(contact.absenceCountsUntil, at(4200) + terms.silenceMax)
    check(contact.absenceCounts(at: at(5533)), true)
    check(contact.absenceCounts(at: at(5534)), false)
  }

  @Test(arguments: [
    RedisInstance(runID: "b", generation: "1"),  // a failover or a restart
    RedisInstance(runID: "a", generation: "2"),  // an emptied data set
  ])
  func anotherInstanceStartsAnew(other: RedisInstance) {
    var contact = Contact(terms: terms)
    observe(&contact, redis, from: 0, to: 4200)
    check(contact.absenceCounts(at: at(4200)), true)
    observe(&contact, other, from: 4800, to: 4800)
    check(contact.absenceCounts(at: at(4800)), false)
    check(contact.instance, other)
    observe(&contact, other, from: 5400, to: 8400)
    check(contact.absenceCounts(at: at(8400)), false)
    observe(&contact, other, from: 8800, to: 8800)
    check(contact.absenceCounts(at: at(8800)), true)
  }

  @Test func aSilenceInWhichLeasesCouldRunOutStartsAnew() {
    var contact = Contact(terms: terms)
    observe(&contact, redis, from: 0, to: 4200)
    contact.observed(redis, sent: at(5500), received: at(5534))
    check(contact.absenceCounts(at: at(5534)), false)
    check(contact.duration, .milliseconds(0))
  }

  @Test func aSlowAnswerIsSilence() {
    var contact = Contact(terms: terms)
    observe(&contact, redis, from: 0, to: 4200)
    contact.observed(redis, sent: at(4201), received: at(5535))
    check(contact.instance, nil)
    check(contact.absenceCounts(at: at(5535)), false)
  }

  @Test func aLostConnectionStartsAnew() {
    var contact = Contact(terms: terms)
    observe(&contact, redis, from: 0, to: 4200)
    contact.lost()
    check(contact.absenceCounts(at: at(4201)), false)
    observe(&contact, redis, from: 4300, to: 4300)
    check(contact.absenceCounts(at: at(4300)), false)
  }
}
