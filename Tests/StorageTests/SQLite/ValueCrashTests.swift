import Foundation
import Model
import Storage
import Testing

/// A process that is killed in the middle of operations of value: what it had been told is done, and
/// the rest is done wholly or not at all.
@Suite struct ValueCrashTests {
  /// How the killed process learns where the database is.
  private static let variable = "PANGEA_VALUE_CRASH_DATABASE"
  private static let potions: UInt32 = 100_000

  /// Drinks one potion after the other, and notes what was answered.
  private static func drink(path: String) async throws {
    let store = try await SQLiteStore.open(path: path)
    let regions = try await store.regions()
    let region = try #require(regions.first)
    let ada = try #require(try await store.fencingMarks(after: CharacterID(0), max: 1).first)
    let items = try #require(try await store.belongings(of: ada.character)).items
    let notes = try #require(fopen(path + ".notes", "w"))
    let doomed = Task {
      for number: UInt64 in 1... {
        let fence = CharacterFence(
          character: ada.character, sequence: ada.holding.sequence, holder: region.region,
          epoch: region.epoch, valueVersion: ValueVersion(number))
        let operation = ValueOperation(
          id: .request(ada.character, login: 2, number: number), fences: [fence],
          action: .consume(.all(items[0].id), by: ada.character))
        guard case .done? = try await store.perform([operation]).first else { exit(1) }
        fputs("\(number)\n", notes)
        fflush(notes)
      }
    }
    while (try String(contentsOfFile: path + ".notes", encoding: .utf8)).count < 400 {
      try await Task.sleep(for: .milliseconds(1))
    }
    kill(getpid(), SIGKILL)
    try await doomed.value
  }

  @Test func whatWasConfirmedSurvivesAKill() async throws {
    var market = try await Market(.sqlite)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, Self.potions)])
    let path = market.test.folder.database
    setenv(Self.variable, path, 1)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let path = try #require(ProcessInfo.processInfo.environment[ValueCrashTests.variable])
      try await ValueCrashTests.drink(path: path)
    }
    let notes = try String(contentsOfFile: path + ".notes", encoding: .utf8)
    let confirmed = notes.split(separator: "\n").count
    #expect(confirmed > 100)
    var done: UInt32 = 0
    for number in 1...UInt64(confirmed + 2) {
      let id = OperationID.request(ada, login: 2, number: number)
      let settled = try await market.store.settle(id)
      if case .done = settled { done += 1 }
      if number <= confirmed {
        #expect(settled != .aborted, "operation \(number) was confirmed and is gone")
      }
    }
    // One more may have been committed whose answer never came.
    #expect((UInt32(confirmed)...UInt32(confirmed + 1)).contains(done))
    let left = try await market.belongings(ada)
    #expect(left.items == [ItemRow(id: items[0], kind: Market.potion, count: Self.potions - done)])
    #expect(left.valueVersion.rawValue == UInt64(done) + 1)
    try await market.expectCleanBooks()
  }
}
