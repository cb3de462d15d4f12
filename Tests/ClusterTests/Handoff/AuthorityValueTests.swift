import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

/// Durable operations hold a character in its region.
@Suite struct AuthorityValueTests {
  @Test func `only who is live and confirmed may begin one, and one at a time`() {
    var s = S.live()
    let right = s.authority.valueRight(of: S.hero)
    #expect(right?.sequence == HandoffSequence(12))
    #expect(right?.valueVersion == ValueVersion(4))
    #expect(right?.session == S.session)
    s.authority.operationBegan(of: S.hero)
    #expect(s.authority.valueRight(of: S.hero) == nil)
    #expect(s.authority.operationEnded(of: S.hero, version: ValueVersion(5), now: s.now) == [])
    #expect(s.authority.valueRight(of: S.hero)?.valueVersion == ValueVersion(5))

    #expect(S.unconfirmed().authority.valueRight(of: S.hero) == nil)
    var offered = S.live()
    _ = offered.cross()
    #expect(offered.authority.valueRight(of: S.hero) == nil)
    var settling = S.live()
    settling.authority.settle()
    #expect(settling.authority.valueRight(of: S.hero) == nil)
    #expect(AuthorityStage().authority.valueRight(of: S.hero) == nil)
  }

  @Test func `while one is in flight nobody is offered, and the region cannot be packed`() {
    var s = S.live()
    s.authority.operationBegan(of: S.hero)
    #expect(s.cross() == [])
    s.authority.settle()
    #expect(!s.authority.isQuiet)
    _ = s.authority.operationEnded(of: S.hero, version: nil, now: s.now)
    #expect(s.authority.isQuiet)
    s.authority.stay()
    #expect(s.cross().first == .freeze(S.hero))
  }

  @Test func `a leave waits for it`() {
    var s = S.live()
    s.authority.operationBegan(of: S.hero)
    #expect(s.leave() == [])
    #expect(s.saves().isEmpty == false, "what is written behind goes on")
    #expect(
      s.authority.operationEnded(of: S.hero, version: nil, now: s.now) == [.freeze(S.hero)])
  }

  @Test func `a region that closes waits for it`() {
    var s = S.live()
    s.authority.operationBegan(of: S.hero)
    #expect(s.authority.close(now: s.now) == [])
    #expect(!s.authority.isEmpty)
    #expect(
      s.authority.operationEnded(of: S.hero, version: nil, now: s.now) == [.freeze(S.hero)])
  }
}
