import Model
import Wire

extension RegionAuthority {
  /// The answer of a process that does not hold a region to a message for it. `known` is the epoch
  /// that its directory knows.
  ///
  /// A stale epoch is always answered with the newer one. Nothing is said about a character: only
  /// the region's owner knows whether it is there, and a gateway that heard "not here" would stop
  /// looking. Messages without an answer are sent again by who is waiting.
  public static func absent(
    _ region: RegionID, _ message: ClusterMessage, known: Epoch
  ) -> [Action] {
    func stale(_ session: SessionAddress, _ epoch: Epoch) -> [Action] {
      guard known > epoch else { return [] }
      return [
        .send(
          .staleEpoch(
            StaleEpoch(
              region: region, epoch: known, character: session.character,
              generation: session.generation)),
          to: .gateway(session.gateway))
      ]
    }
    switch message {
    case .attach(let m): return stale(m.session, m.epoch)
    case .input(let m): return stale(m.session, m.epoch)
    case .leave(let m): return stale(m.session, m.epoch)
    case .handoffOffer(let m):
      let refusal = HandoffRefuse(
        id: m.id, character: m.state.character, sequence: m.sequence, target: region,
        targetEpoch: known, reason: .staleTargetEpoch)
      return [.send(.handoffRefuse(refusal), to: .region(m.id.source))]
    default: return []
    }
  }
}
