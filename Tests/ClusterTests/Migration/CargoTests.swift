import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

/// A region's authority goes with it to another shard: players, answers and marks.
@Suite struct CargoTests {
  private func cargo(_ stage: AuthorityStage) -> RegionCargo {
    var cargo = RegionCargo(region: S.here, epoch: Epoch(5), stream: Epoch(5))
    stage.authority.pack(into: &cargo)
    return cargo
  }

  private func arrived(_ cargo: RegionCargo) throws -> AuthorityStage {
    var stage = AuthorityStage()
    let read = try CargoCodec.decode(CargoCodec.encode(cargo))
    #expect(read == cargo)
    let (authority, actions) = RegionAuthority.unpacked(read, epoch: Epoch(6), now: stage.now)
    #expect(actions == [])
    stage.authority = authority
    return stage
  }

  @Test func `a player goes on with its inputs and its session`() throws {
    var old = S.live(last: 3)
    _ = old.type([4, 6, 7], base: 4)
    #expect(old.taken() == [4])
    old.authority.settle()
    #expect(old.authority.isQuiet)

    var new = try arrived(cargo(old))
    #expect(new.authority.output(of: S.hero)?.session == S.session)
    #expect(new.authority.output(of: S.hero)?.sequence == HandoffSequence(12))
    #expect(new.authority.output(of: S.hero)?.acknowledged == InputSequence(4))
    // Input 5 was missing; the gateway still speaks to the old owner's epoch.
    #expect(new.type([5], base: 5, epoch: 5) == [])
    #expect(new.taken() == [5, 6, 7])
    #expect(new.type([5, 8], base: 5, epoch: 6) == [])
    #expect(new.taken() == [8])
    #expect(new.authority.output(of: S.hero)?.counters.duplicates == 1)
  }

  @Test func `it asks storage under the new epoch`() throws {
    var old = S.live()
    old.authority.settle()
    var new = try arrived(cargo(old))
    let confirm = AuthorityRequest(
      id: .init(1), region: S.here, epoch: Epoch(6), operation: .confirm([S.held(12)]))
    #expect(new.after(0) == [.store(confirm)])
  }

  @Test func `an answer that was given is given again`() throws {
    var old = S.unconfirmed()
    old.authority.settle()
    #expect(!old.authority.isQuiet)
    _ = old.answer(1, .moved([.won(ValueVersion(4))]))
    #expect(old.authority.isQuiet)
    var new = try arrived(cargo(old))
    // The accept was lost; the source asks again, and knows only the old epoch.
    #expect(new.offered() == [S.accepted()])
    #expect(new.authority.counters.answersRepeated == 1)
  }

  @Test func `an offer to the old owner is good for the new one, under the name it bears`() throws {
    var old = AuthorityStage()
    old.authority.settle()
    var new = try arrived(cargo(old))
    let actions = new.offered()
    #expect(actions.contains(S.accepted()))
    #expect(new.authority.characterCount == 1)
    // One for an epoch before that is stale, as ever.
    let stale = new.offered(S.incoming(20, counter: 2, epoch: 4))
    guard case .send(.handoffRefuse(let refusal), _)? = stale.first else {
      Issue.record("\(stale)")
      return
    }
    #expect(refusal.reason == .staleTargetEpoch)
    #expect(refusal.targetEpoch == Epoch(6))
  }

  @Test func `who went from here is still found`() throws {
    var old = S.live()
    _ = old.cross()
    old.authority.settle()
    #expect(!old.authority.isQuiet)
    _ = old.accept(13)
    #expect(old.authority.isQuiet)
    var new = try arrived(cargo(old))
    #expect(new.type([1], epoch: 5) == [S.moved(S.east, 13)])
    // Storage may still say that this region holds it: that goes on being asked.
    #expect(
      new.after(0) == [
        .store(
          AuthorityRequest(
            id: .init(1), region: S.here, epoch: Epoch(6), operation: .confirm([S.held(12)])))
      ])
    #expect(!new.authority.isEmpty)
  }

  @Test func `while it settles it offers nobody and lets nobody in`() throws {
    var s = S.live()
    s.authority.settle()
    #expect(s.cross() == [])
    #expect(s.saves() == [])
    #expect(s.after(5_000) == [])
    let other = SessionAddress(
      character: CharacterID(8), generation: SessionGeneration(1), gateway: GatewayID(1))
    let attach = Attach(
      session: other, region: S.here, epoch: Epoch(5), sequenceSeen: HandoffSequence(2),
      inputBase: InputSequence(1))
    #expect(s.authority.attachRequested(attach, hasRoom: true, now: s.now) == [])
    #expect(s.after(5_000) == [])
    #expect(s.authority.isQuiet)
    var new = try arrived(cargo(s))
    let asked = new.after(0).compactMap { action -> AuthorityRequest.Operation? in
      if case .store(let request) = action { request.operation } else { nil }
    }
    #expect(
      asked.contains(
        .attach([
          .init(
            character: CharacterID(8), generation: SessionGeneration(1),
            seen: HandoffSequence(2))
        ])))
    // It stays after all: everything goes on.
    s.authority.stay()
    #expect(s.cross().count == 2)
  }
}
