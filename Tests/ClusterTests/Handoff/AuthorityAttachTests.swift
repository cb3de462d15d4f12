import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

@Suite struct AuthorityAttachTests {
  @Test func `claims in storage, then admits`() {
    var s = S()
    #expect(s.attach(seen: 10, base: 4) == [])
    #expect(
      s.after(0) == [
        S.request(
          1,
          .attach([
            .init(
              character: S.hero, generation: SessionGeneration(3), seen: HandoffSequence(10))
          ])),
        S.request(2, .confirm([])),
      ])
    let won = AuthorityReply.AttachOutcome.won(
      HandoffSequence(12), ValueVersion(4), S.state(last: 3))
    #expect(
      s.answer(1, .attached([won])) == [
        .admit(S.state(last: 3), sequence: HandoffSequence(12), session: S.session),
        S.moved(12),
      ])
    #expect(s.authority.output(of: S.hero)?.acknowledged == InputSequence(3))
  }

  @Test func `the gateway's base tells what a crash turned back`() {
    var s = S()
    _ = s.attach(seen: 10, base: 9)
    _ = s.after(0)
    _ = s.answer(1, .attached([.won(HandoffSequence(12), ValueVersion(4), S.state(last: 3))]))
    #expect(
      s.authority.output(of: S.hero)?.counters
        == InputCounters(lastInput: InputSequence(8), applied: 3, gaps: 5))
  }

  @Test func `answers in place when live and confirmed`() {
    var s = S.live()
    #expect(
      s.attach(seen: 12) == [
        .update(S.session, sequence: HandoffSequence(12)), S.moved(12),
      ])
    #expect(s.after(20) == [])
  }

  @Test func `a newer log-in takes over in place, and the old gateway hears of it`() {
    var s = S.live()
    #expect(
      s.attach(generation: 4, gateway: 2) == [
        S.detached(12),
        .update(
          S.address(generation: 4, gateway: 2), sequence: HandoffSequence(12)),
        S.moved(12, generation: 4, gateway: 2),
      ])
    #expect(s.attach(generation: 3) == [S.attachRefused(.staleGeneration)])
    #expect(s.type([1]) == [S.attachRefused(.staleGeneration)])
  }

  @Test func `a newer log-in does not inherit the inputs of the older`() {
    var s = S.live()
    _ = s.type([1, 2])
    _ = s.attach(generation: 4, gateway: 2)
    #expect(s.taken() == [])
    #expect(s.type([1], generation: 4) == [])
    #expect(s.taken() == [1])
    #expect(s.authority.output(of: S.hero)?.counters.duplicates == 0)
  }

  @Test func `a copy behind what the gateway has seen is outdated`() {
    var s = S.live()
    #expect(s.attach(seen: 13) == [.remove(S.hero)])
    #expect(
      s.after(20) == [
        S.request(
          3,
          .attach([
            .init(
              character: S.hero, generation: SessionGeneration(3), seen: HandoffSequence(13))
          ]))
      ])
  }

  @Test func `several attaches are one statement in order`() {
    var s = S()
    for n in [9, 7, 8] as [UInt64] {
      let address = SessionAddress(
        character: CharacterID(n), generation: SessionGeneration(1), gateway: GatewayID(1))
      _ = s.authority.attachRequested(
        Attach(
          session: address, region: S.here, epoch: Epoch(5), sequenceSeen: .none,
          inputBase: InputSequence(1)), hasRoom: true, now: s.now)
    }
    guard case .store(let request)? = s.after(0).first, case .attach(let rows) = request.operation
    else {
      Issue.record("no attach")
      return
    }
    #expect(rows.map(\.character.rawValue) == [7, 8, 9])
  }

  @Test func `storage refuses`() {
    for (outcome, reason) in [
      (.staleGeneration, .staleGeneration), (.unknownCharacter, .unknownCharacter),
    ] as [(AuthorityReply.AttachOutcome, AttachRefused.Reason)] {
      var s = S()
      _ = s.attach()
      _ = s.after(0)
      #expect(s.answer(1, .attached([outcome])) == [S.attachRefused(reason)])
      #expect(s.authority.isEmpty)
    }
  }

  @Test func `takes nothing from a holder that the gateway has not asked`() {
    var s = S()
    _ = s.attach(seen: 10)
    _ = s.after(0)
    #expect(
      s.answer(1, .attached([.superseded(S.holding(11, S.east))])) == [S.moved(S.east, 11)])
    #expect(s.authority.isEmpty)
    // It was not there either.
    #expect(s.attach(seen: 11) == [])
  }

  @Test(arguments: [nil, AuthorityStage.here])
  func `claims again above what nobody holds`(holder: RegionID?) {
    var s = S()
    _ = s.attach(seen: 10)
    _ = s.after(0)
    #expect(s.answer(1, .attached([.superseded(S.holding(15, holder))])) == [])
    #expect(
      s.after(20) == [
        S.request(
          3,
          .attach([
            .init(
              character: S.hero, generation: SessionGeneration(3), seen: HandoffSequence(15))
          ]))
      ])
  }

  @Test func `storage is away`() {
    var s = S()
    _ = s.attach()
    _ = s.after(0)
    #expect(s.answer(1, .unavailable) == [S.attachRefused(.storageAway)])
    _ = s.attach()
    // After a pause, which doubles.
    #expect(s.after(199) == [])
    #expect(s.after(1).count == 1)
  }

  @Test func `no room, a wrong epoch, a departed character`() {
    var s = S()
    #expect(s.attach(hasRoom: false) == [S.attachRefused(.full)])
    #expect(
      s.attach(epoch: 4) == [
        S.toGateway(
          .staleEpoch(
            StaleEpoch(
              region: S.here, epoch: Epoch(5), character: S.hero,
              generation: S.session.generation)))
      ])
    s = S.live()
    _ = s.cross()
    _ = s.accept(13)
    #expect(s.attach(seen: 12) == [S.moved(S.east, 13)])
    // The gateway comes back from there: it is not there either.
    #expect(s.attach(seen: 13) == [])
    #expect(s.after(20).count == 1)
  }

  @Test func `the newest of several sessions gets the character`() {
    var s = S()
    _ = s.attach()
    _ = s.after(0)
    #expect(s.attach(generation: 4, gateway: 2) == [])
    #expect(s.attach(generation: 3) == [S.attachRefused(.staleGeneration)])
    let actions = s.answer(
      1, .attached([.won(HandoffSequence(12), ValueVersion(4), S.state())]))
    #expect(
      actions.suffix(3) == [
        S.detached(12),
        .update(
          S.address(generation: 4, gateway: 2), sequence: HandoffSequence(12)),
        S.moved(12, generation: 4, gateway: 2),
      ])
  }

  @Test func `while the claim is open an attach waits for storage's word`() {
    var s = S.unconfirmed()
    #expect(s.attach(seen: 12) == [])
    #expect(
      s.answer(1, .moved([.won(ValueVersion(4))])) == [
        .update(S.session, sequence: HandoffSequence(12)), S.moved(12),
      ])
  }

  @Test func `while the character is frozen an attach waits for the answer`() {
    var s = S.live()
    _ = s.cross()
    #expect(s.attach(generation: 4, gateway: 2, seen: 12) == [])
    #expect(
      s.accept(13) == [
        .release(S.hero, to: S.east), S.moved(S.east, 13),
        S.moved(S.east, 13, generation: 4, gateway: 2),
        .handedOver(S.hero, to: S.east, after: .milliseconds(0)),
      ])
  }
}
