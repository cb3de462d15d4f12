import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

/// Confirmation, saving, leaving, closing and losing a region.
@Suite struct AuthorityStorageTests {
  func save(_ sequence: UInt64, number: UInt64, last: UInt64 = 0) -> AuthorityRequest.Save {
    .init(
      character: S.hero, sequence: HandoffSequence(sequence), number: number,
      state: S.state(last: last))
  }

  @Test func `confirms every second what is confirmed and not frozen`() {
    var s = S.live()
    #expect(s.after(1000) == [S.request(3, .confirm([S.held(12)]))])
    // One at a time.
    #expect(s.after(1000) == [])
    _ = s.answer(3, .refused([]))
    _ = s.cross()
    #expect(s.after(1000).last == S.request(5, .confirm([])))
  }

  @Test func `drops what a confirmation refuses`() {
    var s = S.live()
    _ = s.after(1000)
    let refusal = AuthorityReply.Refusal(character: S.hero, holding: S.holding(16, S.west))
    #expect(s.answer(3, .refused([refusal])) == [.remove(S.hero), S.moved(S.west, 16)])
    #expect(s.authority.counters.superseded == 1)
  }

  @Test func `a refusal for a sequence of before means nothing`() {
    var s = S.live()
    _ = s.after(1000)
    _ = s.cross()
    let refusal = AuthorityReply.Refusal(character: S.hero, holding: S.holding(13, S.east))
    #expect(s.answer(3, .refused([refusal])) == [])
    #expect(s.authority.handoffsPending == 1)
  }

  @Test func `goes on under a sequence that only itself can have taken`() {
    var s = S.live()
    _ = s.after(1000)
    let refusal = AuthorityReply.Refusal(character: S.hero, holding: S.holding(14, S.here))
    #expect(
      s.answer(3, .refused([refusal])) == [
        .update(S.session, sequence: HandoffSequence(14)), S.moved(14),
      ])
    #expect(s.authority.counters.adopted == 1)
    #expect(s.saves() == [S.request(4, .save([save(14, number: 4)]))])
  }

  @Test func `saves what has changed, once a second`() {
    var s = S.live()
    #expect(s.saves() == [S.request(3, .save([save(12, number: 3)]))])
    #expect(s.saves() == [])
    _ = s.answer(3, .refused([]))
    s.now = s.now + .seconds(1)
    #expect(s.saves() == [])
    _ = s.type([1])
    _ = s.taken()
    s.now = s.now + .seconds(1)
    #expect(s.saves() == [S.request(4, .save([save(12, number: 4, last: 1)]))])
    _ = s.answer(4, .unavailable)
    s.now = s.now + .seconds(1)
    #expect(s.saves() == [S.request(5, .save([save(12, number: 5, last: 1)]))])
    let refusal = AuthorityReply.Refusal(character: S.hero, holding: S.holding(14, nil))
    #expect(s.answer(5, .refused([refusal])) == [.remove(S.hero), S.detached(12)])
  }

  @Test func `saves nothing while the claim is open or the offer taken back`() {
    var s = S.unconfirmed()
    #expect(s.saves() == [])
    s = S.live()
    _ = s.cross()
    _ = s.after(1000)
    #expect(s.saves() == [])
  }

  @Test func `saves who waits at a full region, and asks for it`() {
    var s = S.live()
    var saved = false
    var asked = false
    var id: UInt64 = 2
    // Offered again and again, and refused within the tick.
    for round in 1...100 as ClosedRange<UInt64> {
      s.now = s.now + .milliseconds(50)
      let counter = s.authority.counters.offersMade + 1
      let offers = s.cross()
      let actions = s.saves() + s.authority.expired(now: s.now)
      for case .store(let request) in actions {
        id = request.id.rawValue
        if case .save = request.operation { saved = true }
        if case .confirm(let rows) = request.operation, !rows.isEmpty { asked = true }
        _ = s.answer(id, .refused([]))
      }
      if !offers.isEmpty { _ = s.refuse(.full, counter: counter) }
      #expect(s.authority.characterCount == 1, "round \(round)")
    }
    #expect(saved)
    #expect(asked)
  }

  @Test func `leaves saved`() {
    var s = S.live()
    #expect(s.leave() == [.freeze(S.hero)])
    #expect(s.attach() == [S.attachRefused(.staleGeneration)])
    #expect(s.saves() == [S.request(3, .leave([save(12, number: 3)]))])
    #expect(s.answer(3, .unavailable) == [])
    _ = s.after(200)
    #expect(s.saves() == [S.request(4, .leave([save(12, number: 4)]))])
    #expect(s.answer(4, .refused([])) == [.remove(S.hero), S.left])
    #expect(s.leave() == [S.notHere])
  }

  @Test func `a leave waits for the claim, and for the answer to an offer`() {
    var s = S.unconfirmed()
    #expect(s.leave() == [])
    #expect(s.answer(1, .moved([.won(ValueVersion(4))])) == [.freeze(S.hero)])
    s = S.live()
    _ = s.cross()
    #expect(s.leave() == [])
    #expect(s.refuse(.full) == [.unfreeze(S.hero), .freeze(S.hero)])
    s = S.live()
    _ = s.cross()
    _ = s.leave()
    #expect(s.accept(13).contains(S.moved(S.east, 13)))
    #expect(s.leave() == [S.moved(S.east, 13)])
  }

  @Test func `a newer log-in stops a leave, or follows it`() {
    var s = S.live()
    _ = s.leave()
    #expect(s.attach(generation: 4, gateway: 2).first == .unfreeze(S.hero))
    #expect(s.saves() == [S.request(3, .save([save(12, number: 3)]))])
    s = S.live()
    _ = s.leave()
    _ = s.saves()
    #expect(s.attach(generation: 4, gateway: 2, seen: 12) == [])
    #expect(s.answer(3, .refused([])) == [.remove(S.hero), S.left])
    #expect(
      s.after(20) == [
        S.request(
          4,
          .attach([
            .init(
              character: S.hero, generation: SessionGeneration(4), seen: HandoffSequence(12))
          ]))
      ])
  }

  @Test func `a leave before storage answered the attach`() {
    var s = S()
    _ = s.attach()
    #expect(s.leave() == [S.left])
    #expect(s.authority.isEmpty)
    _ = s.attach()
    _ = s.after(0)
    #expect(s.leave() == [])
    let won = AuthorityReply.AttachOutcome.won(HandoffSequence(12), ValueVersion(4), S.state())
    #expect(s.answer(1, .attached([won])).isEmpty || s.authority.isEmpty)
  }

  @Test func `a session whose gateway is silent leaves`() {
    var s = S.live()
    for round in 0..<39 {
      #expect(!s.after(1000).contains(.freeze(S.hero)))
      _ = s.answer(UInt64(3 + round), .refused([]))
    }
    #expect(s.type() == [])
    for round in 39..<78 {
      #expect(!s.after(1000).contains(.freeze(S.hero)))
      _ = s.answer(UInt64(3 + round), .refused([]))
    }
    #expect(s.after(1000).contains(.freeze(S.hero)))
  }

  @Test func `a process that stood still blames nobody`() {
    var s = S.live()
    #expect(!s.after(60_000).contains(.freeze(S.hero)))
  }

  @Test func `closes: every character saved, every gateway told`() {
    var s = S.live()
    #expect(s.authority.close(now: s.now) == [.freeze(S.hero)])
    #expect(s.attach(generation: 4) == [S.attachRefused(.full, generation: 4)])
    #expect(s.offered(S.incoming(20)) == [S.refused(.full, S.incoming(20))])
    #expect(s.saves() == [S.request(3, .leave([save(12, number: 3)]))])
    #expect(!s.authority.isEmpty)
    #expect(s.answer(3, .refused([])) == [.remove(S.hero), S.detached(12)])
    #expect(s.authority.isEmpty)
  }

  @Test func `closing waits for what is open`() {
    var s = S.unconfirmed()
    #expect(s.authority.close(now: s.now) == [])
    #expect(!s.authority.isEmpty)
    #expect(s.answer(1, .moved([.won(ValueVersion(4))])) == [.freeze(S.hero)])
  }

  @Test func `asks for those who went until they have arrived`() {
    var s = S.live()
    _ = s.cross()
    _ = s.accept(13)
    #expect(!s.authority.isEmpty)
    #expect(s.after(1000) == [S.request(3, .confirm([S.held(12)]))])
    // Storage still says that the character is here.
    #expect(s.answer(3, .refused([])) == [])
    #expect(!s.authority.isEmpty)
    #expect(s.authority.close(now: s.now) == [S.request(4, .confirm([S.held(12)]))])
    let arrived = AuthorityReply.Refusal(character: S.hero, holding: S.holding(13, S.east))
    #expect(s.answer(4, .refused([arrived])) == [])
    #expect(s.authority.isEmpty)
  }

  @Test func `closing does not wait for ever`() {
    var s = S.live()
    _ = s.cross()
    _ = s.accept(13)
    _ = s.authority.close(now: s.now)
    for id in 3..<8 as Range<UInt64> {
      #expect(!s.authority.isEmpty)
      _ = s.answer(id, .refused([]))
      _ = s.after(1000)
    }
    #expect(s.authority.isEmpty)
  }

  @Test func `a superseded region drops everything and answers with the newer epoch`() {
    var s = S.live()
    _ = s.after(1000)
    #expect(
      s.answer(3, .superseded(by: Epoch(6))) == [
        .remove(S.hero), S.detached(12), .superseded(by: Epoch(6)),
      ])
    let stale = S.toGateway(
      .staleEpoch(
        StaleEpoch(
          region: S.here, epoch: Epoch(6), character: S.hero, generation: S.session.generation)))
    #expect(s.type([1]) == [stale])
    #expect(s.attach() == [stale])
    #expect(s.after(1000) == [])
    #expect(s.saves() == [])
  }

  @Test func `a rumour of a newer epoch makes it ask storage at once`() {
    var s = S.live()
    #expect(s.authority.heard(epoch: Epoch(5), now: s.now) == [])
    #expect(
      s.authority.heard(epoch: Epoch(6), now: s.now) == [S.request(3, .confirm([S.held(12)]))])
  }

  @Test func `an answer that does not fit its question counts as none`() {
    var s = S.unconfirmed()
    #expect(s.answer(1, .moved([])) == [])
    #expect(s.authority.counters.requestsUnavailable == 1)
    #expect(s.answer(99, .moved([.won(ValueVersion(1))])) == [])
  }
}
