import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

/// The region that takes a character (rules 2 and 5 of the handoff).
@Suite struct AuthorityTargetTests {
  @Test func `accepts, simulates at once, then claims`() {
    var s = S()
    #expect(
      s.offered(S.incoming(state: S.state(last: 3, waiting: [4]))) == [
        .admit(
          S.state(last: 3, waiting: [4]), sequence: HandoffSequence(12), session: S.session),
        S.accepted(), S.moved(12),
      ])
    #expect(s.taken() == [4])
    #expect(
      s.after(0) == [S.request(1, S.claim()), S.request(2, .confirm([]))])
    #expect(s.answer(1, .moved([.won(ValueVersion(4))])) == [])
    #expect(s.authority.counters.claimsConfirmed == 1)
  }

  @Test func `inputs wait for a character that is not in the world yet`() {
    var s = S()
    _ = s.offered(S.incoming(state: S.state(last: 3, waiting: [4])))
    var taken: [UInt64] = []
    s.authority.takeInputs(of: { _ in false }) { taken.append($1.sequence.rawValue) }
    #expect(taken == [])
    s.authority.takeInputs { taken.append($1.sequence.rawValue) }
    #expect(taken == [4])
  }

  @Test func `a region that rested takes the inputs of several ticks, but not of any number`() {
    var s = S.unconfirmed()
    _ = s.type(Array(1...60))
    #expect(s.taken() == Array(1...4))
    #expect(s.taken(ofTicks: 4) == Array(5...20))
    #expect(s.taken(ofTicks: 1_000) == Array(21...52))
  }

  @Test func `acknowledges to the gateway only what the source cannot take back`() {
    var s = S.unconfirmed()
    _ = s.type([1, 2])
    #expect(s.taken() == [1, 2])
    let open = s.authority.output(of: S.hero)
    #expect(open?.acknowledged == InputSequence.none)
    #expect(open?.counters.lastInput == InputSequence(2))
    _ = s.answer(1, .moved([.won(ValueVersion(4))]))
    #expect(s.authority.output(of: S.hero)?.acknowledged == InputSequence(2))
  }

  @Test func `remembers its accept`() {
    var s = S.unconfirmed()
    #expect(s.offered() == [S.accepted()])
    // Also when the character has left again, and when there is no room any more.
    _ = s.answer(1, .moved([.refused(S.holding(13, S.west))]))
    #expect(s.offered(hasRoom: false) == [S.accepted()])
    #expect(s.authority.isEmpty)
  }

  @Test func `remembers its refusal`() {
    var s = S()
    #expect(s.offered(hasRoom: false) == [S.refused(.full)])
    #expect(s.offered() == [S.refused(.full)])
    #expect(
      s.offered(S.incoming(counter: 2), isGatewayLinked: false) == [
        S.refused(.noGatewayLink, S.incoming(counter: 2))
      ])
    // A new attempt has a new id.
    #expect(s.offered(S.incoming(counter: 3)).count == 3)
  }

  @Test func `refuses another epoch without recording it`() {
    var s = S()
    #expect(
      s.offered(S.incoming(epoch: 4)) == [
        S.refused(.staleTargetEpoch, S.incoming(epoch: 4))
      ])
    #expect(s.offered().count == 3)
  }

  @Test func `takes nothing from a region that has lost its epoch`() {
    var s = S()
    let offer = S.incoming()
    #expect(
      s.authority.offered(
        offer, hasRoom: true, isGatewayLinked: true, sourceEpoch: Epoch(4), now: s.now)
        == [S.refused(.staleSequence)])
    #expect(s.authority.isEmpty)
  }

  @Test func `refuses an offer that is not above what it holds or held`() {
    var s = S.live()
    #expect(s.offered(S.incoming(12)) == [S.refused(.staleSequence, S.incoming(12))])
    _ = s.cross()
    _ = s.accept(13)
    let late = S.incoming(13, counter: 2)
    #expect(s.offered(late) == [S.refused(.staleSequence, late)])
    let strange = S.incoming(0, counter: 3)
    #expect(s.offered(strange) == [S.refused(.unknown, strange)])
  }

  @Test func `a higher offer replaces an outdated copy`() {
    var s = S.live()
    let offer = S.incoming(15)
    #expect(
      s.offered(offer, hasRoom: false) == [
        .remove(S.hero),
        .admit(S.state(), sequence: HandoffSequence(15), session: S.session),
        S.accepted(offer), S.moved(15),
      ])
    #expect(s.authority.characterCount == 1)
  }

  @Test func `a refused claim drops the copy and passes on where the character is`() {
    var s = S.unconfirmed()
    #expect(
      s.answer(1, .moved([.refused(S.holding(13, S.west))])) == [
        .remove(S.hero), S.moved(S.west, 13),
      ])
    #expect(s.type() == [S.moved(S.west, 13)])
    s = S.unconfirmed()
    #expect(
      s.answer(1, .moved([.refused(nil)])) == [.remove(S.hero), S.detached(12)])
    #expect(s.type() == [S.notHere])
  }

  @Test(arguments: [(13, true), (14, true), (15, false)] as [(UInt64, Bool)])
  func `a claim refused for this region's own sake`(sequence: UInt64, isKept: Bool) {
    // An attach of which nobody heard was carried out late: nobody else can have been in between.
    var s = S.unconfirmed()
    let actions = s.answer(1, .moved([.refused(S.holding(sequence, S.here))]))
    if isKept {
      let sequence = HandoffSequence(sequence)
      #expect(
        actions == [
          .update(S.session, sequence: sequence), S.moved(sequence.rawValue),
        ])
      #expect(s.authority.output(of: S.hero)?.sequence == sequence)
    } else {
      #expect(actions == [.remove(S.hero), S.detached(12)])
    }
  }

  @Test func `an unknown outcome repeats the claim`() {
    var s = S.unconfirmed()
    #expect(s.answer(1, .unavailable) == [])
    #expect(s.after(199) == [])
    #expect(s.after(1) == [S.request(3, S.claim())])
    #expect(s.saves() == [])
  }

  @Test func `an attach under way meets the handoff`() {
    // The row went from the source straight to the attach: this copy is the last one.
    for (sequence, isKept) in [(13, true), (14, true), (15, false)] as [(UInt64, Bool)] {
      var s = S()
      _ = s.attach(seen: 11)
      _ = s.after(0)
      _ = s.offered(S.incoming(12, state: S.state(last: 3)))
      let actions = s.answer(
        1, .attached([.won(HandoffSequence(sequence), ValueVersion(4), S.state(last: 1))]))
      if isKept {
        #expect(
          actions == [
            .update(S.session, sequence: HandoffSequence(sequence)),
            S.moved(sequence),
          ])
      } else {
        #expect(
          actions == [
            .remove(S.hero),
            .admit(S.state(last: 1), sequence: HandoffSequence(15), session: S.session),
            S.moved(15),
          ])
      }
      // The claim of the handoff has nothing to say any more.
      _ = s.after(20)
      #expect(s.answer(3, .moved([.refused(S.holding(sequence, S.here))])) == [])
      #expect(s.authority.output(of: S.hero)?.sequence == HandoffSequence(sequence))
    }
  }
}
