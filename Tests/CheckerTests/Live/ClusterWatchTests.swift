import Cluster
import Model
import Storage
import Testing
import Wire

@testable import Checker

@Suite struct ClusterWatchTests {
  static let region = RegionID(map: MapID(0), column: 0, row: 0)
  static let shards = [ShardID(1), ShardID(2)]
  static let incarnation = Incarnation(10)

  /// Shard 1 owns the region at epoch 3, and everybody says so.
  struct Scene {
    var row = RegionRow(
      region: region, epoch: Epoch(3),
      owner: RegionOwner(shard: shards[0], incarnation: incarnation))
    var sample = ClusterSample()
    var marks: [CharacterID: FencingMark] = [:]

    init() {
      sample.nodes = shards.map {
        NodeRecord(
          node: .shard($0), incarnation: incarnation,
          mesh: NodeAddress(host: "127.0.0.1", port: 1))
      }
      sample.directory = [
        region: DirectoryEntry(shard: shards[0], incarnation: incarnation, epoch: Epoch(3))
      ]
      sample.replies = shards.map {
        StatusReply(id: 1, node: .shard($0), incarnation: incarnation)
      }
      sample.replies[0].regions = [RegionStatus(region: region, epoch: Epoch(3))]
    }

    func verdict(_ name: String, looks: Int = 10) throws -> Check {
      var watch = ClusterWatch()
      for _ in 0..<looks { watch.read(sample, regions: [row.region: row], marks: marks) }
      return try #require(watch.checks.first { $0.name == name })
    }
  }

  @Test func allIsAsItShouldBe() throws {
    let scene = Scene()
    for name in ["simulation", "regions", "characters"] {
      #expect(try scene.verdict(name).verdict == .good, "\(name)")
      #expect(try scene.verdict(name, looks: 0).verdict == .unknown, "\(name)")
    }
  }

  @Test func twoShardsAtOneEpoch() throws {
    var scene = Scene()
    scene.sample.replies[1].regions = scene.sample.replies[0].regions
    #expect(
      try scene.verdict("simulation", looks: 1).evidence
        == ["2 shards simulate region 0:0,0 at epoch 3"])
  }

  @Test func anEpochThatNobodyIssued() throws {
    var scene = Scene()
    scene.sample.replies[0].regions = [RegionStatus(region: Self.region, epoch: Epoch(4))]
    #expect(try scene.verdict("simulation", looks: 1).verdict == .bad)
  }

  /// A zombie that has not heard yet is no violation; one that never hears is.
  @Test func anOldOwnerMayTakeAMoment() throws {
    var scene = Scene()
    scene.sample.replies[1].regions = [RegionStatus(region: Self.region, epoch: Epoch(2))]
    #expect(try scene.verdict("simulation").verdict == .good)
    #expect(try scene.verdict("regions", looks: 2).verdict == .unknown)
    let late = try scene.verdict("regions", looks: 6)
    #expect(late.verdict == .bad)
    #expect(late.evidence == ["region 0:0,0: 2 shards report it, for 6 looks by now"])
  }

  @Test(arguments: 0..<6)
  func whatMayNotLast(number: Int) throws {
    var scene = Scene()
    switch number {
    case 0: scene.row = RegionRow(region: Self.region, epoch: Epoch(3), owner: nil)
    case 1: scene.sample.replies[0].regions = []
    case 2:
      scene.sample.replies.swapAt(0, 1)
      scene.sample.replies[1].regions = []
      scene.sample.replies[0].regions = [RegionStatus(region: Self.region, epoch: Epoch(3))]
    case 3: scene.sample.replies[0].regions = [RegionStatus(region: Self.region, epoch: Epoch(2))]
    case 4: scene.sample.directory = [:]
    default: scene.sample.replies.removeLast()
    }
    #expect(try scene.verdict("regions", looks: 3).verdict == .unknown)
    #expect(try scene.verdict("regions").verdict == .bad)
    #expect(try scene.verdict("simulation").verdict == .good)
  }

  @Test func whatIsInOrderAgainWasOnTheMove() throws {
    var watch = ClusterWatch()
    let good = Scene()
    var away = Scene()
    away.sample.directory = [:]
    for scene in [good, away, away, away, away, away, good] {
      watch.read(scene.sample, regions: [scene.row.region: scene.row], marks: [:])
    }
    #expect(watch.checks.allSatisfy { $0.verdict == .good })
  }

  /// Played, simulated, held, on their way; and the verdicts after two looks and after ten.
  @Test(arguments: [
    (2, 2, 2, 0, Verdict.good, Verdict.good), (2, 3, 3, 0, .good, .good),
    (2, 2, 5, 0, .good, .good), (3, 2, 3, 0, .unknown, .bad), (2, 3, 2, 0, .unknown, .bad),
    (3, 2, 3, 1, .unknown, .unknown), (2, 3, 2, 1, .unknown, .unknown),
  ])
  func charactersAreCounted(
    played: UInt32, simulated: UInt32, held: UInt64, moving: UInt32, soon: Verdict, late: Verdict
  ) throws {
    var scene = Scene()
    scene.sample.replies[1].sessions = played
    scene.sample.replies[0].regions[0].players = simulated
    scene.sample.replies[0].regions[0].handoffsPending = moving
    for id: UInt64 in 1...held + 1 {
      let holding = Holding(
        sequence: HandoffSequence(1), holder: id > held ? nil : Self.region)
      scene.marks[CharacterID(id)] = FencingMark(
        character: CharacterID(id), holding: holding, valueVersion: ValueVersion(0))
    }
    #expect(try scene.verdict("characters", looks: 2).verdict == soon)
    #expect(try scene.verdict("characters", looks: 10).verdict == late)
    scene.sample.replies.removeLast()
    #expect(try scene.verdict("characters").verdict == .unknown)
  }
}
