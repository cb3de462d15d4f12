import Model
import Testing

@testable import Cluster

struct DirectoryDeclarationsTests {
  private let region = RegionID(rawValue: 1)

  private func owned(_ shard: UInt32, _ epoch: UInt64) -> DirectoryRecord {
    .owned(
      DirectoryEntry(
        shard: ShardID(shard), incarnation: Incarnation(1), epoch: Epoch(epoch)))
  }

  private func missing(
    _ declarations: inout DirectoryDeclarations, in table: [RegionID: DirectoryRecord]
  ) -> [DirectoryRecord] {
    declarations.missing(in: table).map(\.record)
  }

  @Test func whatRedisLostIsDeclaredAgain() {
    var declarations = DirectoryDeclarations()
    declarations.declare(region, owned(1, 3))
    check(missing(&declarations, in: [:]), [owned(1, 3)])
    check(missing(&declarations, in: [region: owned(1, 3)]), [])
    check(missing(&declarations, in: [region: owned(9, 2)]), [owned(1, 3)])
    check(missing(&declarations, in: [:]), [owned(1, 3)])
  }

  @Test func aHigherEpochEndsADeclaration() {
    var declarations = DirectoryDeclarations()
    declarations.declare(region, owned(1, 3))
    check(missing(&declarations, in: [region: owned(2, 4)]), [])
    check(missing(&declarations, in: [:]), [])
  }

  @Test func aReleaseIsDeclaredUntilItStands() {
    var declarations = DirectoryDeclarations()
    declarations.declare(region, owned(1, 3))
    declarations.declare(region, .released(Epoch(3)))
    check(missing(&declarations, in: [region: owned(1, 3)]), [.released(Epoch(3))])
    check(missing(&declarations, in: [region: .released(Epoch(3))]), [])
    check(missing(&declarations, in: [:]), [])
  }

  @Test func aLowerEpochIsNotDeclared() {
    var declarations = DirectoryDeclarations()
    declarations.declare(region, owned(1, 3))
    declarations.declare(region, owned(1, 2))
    declarations.declare(region, .released(Epoch(2)))
    check(missing(&declarations, in: [:]), [owned(1, 3)])
  }
}
