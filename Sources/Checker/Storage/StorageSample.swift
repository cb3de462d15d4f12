import Model
import Storage

/// What one look into the storage sees.
public struct StorageSample: Sendable {
  public var regions: [RegionRow]
  public var marks: [FencingMark]
  /// The operations recorded last.
  public var newest: [RecordedOperation]
  /// Those of the watched operations that are still recorded.
  public var watched: [RecordedOperation]
  /// When they were read, in milliseconds since 1970.
  public var at: Int64

  public init(
    regions: [RegionRow] = [], marks: [FencingMark] = [], newest: [RecordedOperation] = [],
    watched: [RecordedOperation] = [], at: Int64 = 0
  ) {
    self.regions = regions
    self.marks = marks
    self.newest = newest
    self.watched = watched
    self.at = at
  }

  /// Reads it. Each part is of its own moment: the numbers only grow, so that does no harm.
  static func read(
    _ store: any Store, watching operations: [String]
  ) async throws(StorageError) -> StorageSample {
    let watched = try await store.operations(operations)
    let newest = try await store.newestOperations(max: CheckerLimits.newestOperationsMax)
    return StorageSample(
      regions: try await store.regions(), marks: try await marks(store), newest: newest,
      watched: watched, at: SQLiteStore.systemMilliseconds())
  }

  private static func marks(_ store: any Store) async throws(StorageError) -> [FencingMark] {
    var marks: [FencingMark] = []
    while true {
      let page = try await store.fencingMarks(
        after: marks.last?.character ?? CharacterID(0), max: CheckerLimits.characterRowsMax)
      marks += page
      if page.count < CheckerLimits.characterRowsMax { return marks }
    }
  }
}
