import Model
import Wire

/// What a shard answers for a region that it does not own: a typed refusal with the epoch that the
/// directory knows, never silence. Pure.
enum StrayReply {
  /// - Parameter epoch: of the region in this shard's directory; `.none` when unknown.
  static func reply(to message: ClusterMessage, epoch: (RegionID) -> Epoch)
    -> (message: ClusterMessage, to: NodeID?)?
  {
    switch message {
    case .attach(let m): stale(m.region, m.session, epoch)
    case .input(let m): stale(m.region, m.session, epoch)
    case .leave(let m): stale(m.region, m.session, epoch)
    case .handoffOffer(let m):
      (
        .handoffRefuse(
          HandoffRefuse(
            id: m.id, character: m.session.character, sequence: m.sequence, target: m.target,
            targetEpoch: epoch(m.target), reason: .staleTargetEpoch)),
        nil
      )
    default: nil
    }
  }

  private static func stale(
    _ region: RegionID, _ session: SessionAddress, _ epoch: (RegionID) -> Epoch
  ) -> (message: ClusterMessage, to: NodeID?) {
    (
      .staleEpoch(
        StaleEpoch(
          region: region, epoch: epoch(region), character: session.character,
          generation: session.generation)),
      .gateway(session.gateway)
    )
  }
}
