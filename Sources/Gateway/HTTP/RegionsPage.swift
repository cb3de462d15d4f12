import Cluster
import FoundationEssentials
import Model
import NIOCore
import Synchronization

/// `/api/regions`: which shard simulates which region of the map where players begin, as this
/// gateway's directory says, for those who want to see the cluster on the ground.
///
/// It is made at most once a second, whoever asks how often: a large map has many regions.
final class RegionsPage: Sendable {
  private struct Document: Encodable {
    struct Region: Encodable {
      var region: UInt32
      var column: UInt8
      var row: UInt8
      /// 0: nobody is known to own it.
      var shard: UInt32
      var epoch: UInt64
    }

    var map: UInt16
    var columns: Int
    var rows: Int
    var regionEdge: Int32
    /// On this gateway.
    var players: Int
    /// What the play client may offer beside walking; as it becomes true: accounts, chat, skills.
    var speaks: [String]
    var regions: [Region]
  }

  private struct Made {
    var at: BootTime
    var body: ByteBuffer
  }

  private static let age = BootTime.Span.seconds(1)

  private let grid: RegionGrid?
  private let links: GatewayLinks
  private let speaks: [String]
  private let players: @Sendable () -> Int
  private let clock: any Model.Clock
  private let made = Mutex<Made?>(nil)

  init(
    grid: RegionGrid?, links: GatewayLinks, speaks: [String] = [],
    clock: any Model.Clock = SystemClock(),
    players: @escaping @Sendable () -> Int
  ) {
    self.grid = grid
    self.links = links
    self.speaks = speaks
    self.clock = clock
    self.players = players
  }

  /// The page; nil when this gateway serves no map.
  var body: ByteBuffer? {
    guard let grid else { return nil }
    let now = clock.now
    if let made = made.withLock({ $0 }), now < made.at + Self.age { return made.body }
    guard let bytes = try? JSONEncoder().encode(document(of: grid)) else { return nil }
    let body = ByteBuffer(bytes: [UInt8](bytes))
    made.withLock { $0 = Made(at: now, body: body) }
    return body
  }

  private func document(of grid: RegionGrid) -> Document {
    Document(
      map: grid.map.rawValue, columns: grid.columns, rows: grid.rows, regionEdge: grid.edgeUnits,
      players: players(), speaks: speaks,
      regions: grid.regions.map { region in
        let owner = links.owner(region)
        return Document.Region(
          region: region.rawValue, column: region.column, row: region.row,
          shard: owner?.shard.rawValue ?? 0, epoch: owner?.epoch.rawValue ?? 0)
      })
  }
}
