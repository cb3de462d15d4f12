import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

/// The region that gives a character away (rules 2 to 4 and 6 of the handoff).
@Suite struct AuthoritySourceTests {
  @Test func `freezes and offers, and on accept keeps a ghost`() {
    var s = S.live()
    _ = s.type([1, 2, 3, 4, 5, 6])
    #expect(s.taken() == [1, 2, 3, 4])
    var offered = S.state(last: 4, waiting: [5, 6])
    offered.counters.lastInput = InputSequence(4)
    #expect(
      s.cross() == [
        .freeze(S.hero), .send(.handoffOffer(S.offer(13, state: offered)), to: .region(S.east)),
      ])
    #expect(s.authority.handoffsPending == 1)
    s.now = s.now + .milliseconds(30)
    #expect(
      s.accept(13) == [
        .release(S.hero, to: S.east), S.moved(S.east, 13),
        .handedOver(S.hero, to: S.east, after: .milliseconds(30)),
      ])
    #expect(s.authority.characterCount == 0)
    #expect(s.type([7]) == [S.moved(S.east, 13)])
  }

  @Test func `frozen, inputs wait`() {
    var s = S.live()
    _ = s.cross()
    #expect(s.type([1, 2]) == [])
    #expect(s.taken() == [])
    #expect(s.cross() == [])
    _ = s.refuse(.full)
    #expect(s.taken() == [1, 2])
  }

  @Test func `a refusal recorded at the offer's epoch lets it go on`() {
    var s = S.live()
    _ = s.cross()
    #expect(s.refuse(.full) == [.unfreeze(S.hero)])
    // Not at once again.
    #expect(s.cross() == [])
    _ = s.after(700)
    #expect(
      s.cross().last
        == .send(.handoffOffer(S.offer(13, counter: 2)), to: .region(S.east)))
    // The late answer to the first attempt means nothing.
    #expect(s.refuse(.full, counter: 1) == [])
    #expect(s.accept(13, counter: 1) == [])
  }

  @Test(
    arguments: [
      (HandoffRefuse.Reason.staleTargetEpoch, 9), (.full, 9), (.staleSequence, 8), (.unknown, 8),
    ] as [(HandoffRefuse.Reason, UInt64)])
  func `any other refusal makes it ask storage`(reason: HandoffRefuse.Reason, epoch: UInt64) {
    var s = S.live()
    _ = s.cross()
    #expect(
      s.refuse(reason, epoch: epoch) == (epoch == 9 ? [.heardEpoch(S.east, Epoch(9))] : []))
    #expect(s.after(20) == [S.request(3, .revoke([S.held(12)]))])
    #expect(
      s.answer(3, .moved([.won(ValueVersion(4))])) == [
        .update(S.session, sequence: HandoffSequence(14)), .unfreeze(S.hero),
        S.moved(14),
      ])
    #expect(s.authority.output(of: S.hero)?.sequence == HandoffSequence(14))
  }

  @Test func `after a second without an answer it takes the offer back`() {
    var s = S.live()
    _ = s.cross()
    #expect(s.after(980) == [])
    #expect(s.after(20).first == S.request(3, .revoke([S.held(12)])))
    // Storage decides now, whoever says what.
    #expect(s.accept(13) == [])
    #expect(s.refuse(.full) == [])
  }

  @Test func `a revoke that loses to the target completes the handoff`() {
    var s = S.live()
    _ = s.cross()
    _ = s.after(1000)
    #expect(
      s.answer(3, .moved([.refused(S.holding(13, S.east))])) == [
        .release(S.hero, to: S.east), S.moved(S.east, 13),
        .handedOver(S.hero, to: S.east, after: .seconds(1)),
      ])
  }

  @Test func `a revoke that loses to somebody else drops the copy and passes on where it is`() {
    var s = S.live()
    _ = s.cross()
    _ = s.after(1000)
    #expect(
      s.answer(3, .moved([.refused(S.holding(16, S.west))])) == [
        .remove(S.hero), S.moved(S.west, 16),
      ])
    s = S.live()
    _ = s.cross()
    _ = s.after(1000)
    #expect(
      s.answer(3, .moved([.refused(S.holding(16, nil))])) == [.remove(S.hero), S.detached(12)])
  }

  @Test func `with storage away it waits frozen and asks again`() {
    var s = S.live()
    _ = s.cross()
    _ = s.after(1000)
    #expect(s.answer(3, .unavailable) == [])
    #expect(s.after(199) == [])
    #expect(s.after(1) == [S.request(5, .revoke([S.held(12)]))])
    #expect(s.authority.handoffsPending == 1)
    #expect(s.taken() == [])
  }

  @Test func `an accept after a revoke of unknown outcome means nothing`() {
    var s = S.live()
    _ = s.cross()
    _ = s.after(1000)
    _ = s.answer(3, .unavailable)
    // The revoke may have been carried out, or still be on its way.
    #expect(s.accept(13) == [])
    #expect(s.authority.handoffsPending == 1)
  }

  @Test func `no offer while the own claim is open, while leaving, or to itself`() {
    var s = S.unconfirmed()
    #expect(s.cross() == [])
    _ = s.answer(1, .moved([.won(ValueVersion(4))]))
    #expect(s.cross().count == 2)
    s = S.live()
    _ = s.leave()
    #expect(s.cross() == [])
    s = S.live()
    #expect(
      s.authority.crossed(
        S.hero, to: S.here, targetEpoch: Epoch(5), state: S.state(), now: s.now) == [])
  }
}
