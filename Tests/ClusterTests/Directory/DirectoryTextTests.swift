import Model
import Testing

@testable import Cluster

struct DirectoryTextTests {
  private let owned = DirectoryRecord.owned(
    DirectoryEntry(
      shard: ShardID(2), incarnation: Incarnation(1_763_596_800_000_000), epoch: Epoch(7)))

  @Test func recordsSurviveTheirText() {
    #expect(
      DirectoryText.encode(owned) == "00000000000000000007 shard 2 1763596800000000")
    for record in [owned, .released(Epoch(0)), .released(Epoch(.max))] {
      #expect(DirectoryText.record(DirectoryText.encode(record)) == record)
    }
  }

  @Test(arguments: [
    "", "7 released", "00000000000000000007", "00000000000000000007 shard 2",
    "00000000000000000007 shard x 1", "00000000000000000007 shard 2 1 more",
    "0000000000000000000x released", "99999999999999999999 released",
    "00000000000000000007 released ",
  ])
  func refusesRecords(text: String) {
    #expect(DirectoryText.record(text) == nil)
  }

  @Test func readsChanges() {
    let text = "gen 12 65541 \(DirectoryText.encode(owned))"
    #expect(
      DirectoryText.change(text)
        == DirectoryChange(
          generation: "gen", version: 12, region: RegionID(rawValue: 65541), record: owned))
    for bad in ["", "gen", "gen 1 2", "gen x 2 \(DirectoryText.encode(owned))", "gen 1 2 nonsense"]
    {
      #expect(DirectoryText.change(bad) == nil)
    }
  }
}
