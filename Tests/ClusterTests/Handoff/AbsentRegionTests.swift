import Model
import Testing
import Wire

@testable import Cluster

private typealias S = AuthorityStage

@Suite struct AbsentRegionTests {
  func absent(_ message: ClusterMessage, known: UInt64) -> [RegionAuthority.Action] {
    RegionAuthority.absent(S.here, message, known: Epoch(known))
  }

  @Test func `answers a stale epoch with the newer one, and says nothing of the character`() {
    let leave = ClusterMessage.leave(Leave(session: S.session, region: S.here, epoch: Epoch(5)))
    let input = ClusterMessage.input(
      SessionInput(
        session: S.session, region: S.here, epoch: Epoch(5), base: InputSequence(1), inputs: []))
    let attach = ClusterMessage.attach(
      Attach(
        session: S.session, region: S.here, epoch: Epoch(5), sequenceSeen: .none,
        inputBase: InputSequence(1)))
    let stale = S.toGateway(
      .staleEpoch(
        StaleEpoch(
          region: S.here, epoch: Epoch(6), character: S.hero, generation: S.session.generation)))
    for message in [leave, input, attach] {
      #expect(absent(message, known: 6) == [stale])
      #expect(absent(message, known: 5) == [])
    }
  }

  @Test func `refuses offers so that their source asks storage`() {
    let offer = S.incoming()
    let refusal = HandoffRefuse(
      id: offer.id, character: S.hero, sequence: offer.sequence, target: S.here,
      targetEpoch: Epoch(5), reason: .staleTargetEpoch)
    #expect(
      absent(.handoffOffer(offer), known: 5)
        == [.send(.handoffRefuse(refusal), to: .region(S.west))])
  }
}
