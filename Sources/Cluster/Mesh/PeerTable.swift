import Model

/// Which links a node should have, as the registry's lists come in.
///
/// A link to a node that the registry no longer lists stays while its connection lasts: Redis may
/// have forgotten, and the game goes on without it.
struct PeerTable<Link> {
  struct Change {
    /// To be closed at once: a later run or another address takes its place.
    var replaced: [Link] = []
    /// To be dialled.
    var added: [MeshPeer] = []
    /// Listed again, or still.
    var wanted: [Link] = []
    /// Not listed any more: not to be dialled again.
    var unlisted: [Link] = []
  }

  private let own: NodeID
  private var entries: [NodeID: (peer: MeshPeer, link: Link)] = [:]

  init(own: NodeID) { self.own = own }

  func link(to node: NodeID) -> Link? { entries[node]?.link }

  var links: [Link] { entries.values.map(\.link) }

  func peer(_ node: NodeID) -> MeshPeer? { entries[node]?.peer }

  /// Takes a list; `make` gives the link for each added peer.
  mutating func update(_ peers: [MeshPeer], make: (MeshPeer) -> Link) -> Change {
    var change = Change()
    var listed: [NodeID: MeshPeer] = [:]
    for peer in peers where peer.node != own {
      if let other = listed[peer.node], other.incarnation >= peer.incarnation { continue }
      listed[peer.node] = peer
    }
    for (node, entry) in entries where listed[node] == nil { change.unlisted.append(entry.link) }
    for peer in listed.values {
      if let entry = entries[peer.node] {
        if entry.peer == peer || entry.peer.incarnation > peer.incarnation {
          change.wanted.append(entry.link)
          continue
        }
        change.replaced.append(entry.link)
      }
      entries[peer.node] = (peer, make(peer))
      change.added.append(peer)
    }
    return change
  }

  /// The link to this very peer has ended for good.
  mutating func ended(_ peer: MeshPeer) {
    if entries[peer.node]?.peer == peer { entries[peer.node] = nil }
  }
}
