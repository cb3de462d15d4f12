import Model
import Storage
import Testing

@testable import Shard

@Suite struct StorageAlarmTests {
  private static let full = StorageError.full(place: "/data/pangea.sqlite", reason: "disk is full")

  private func time(_ seconds: Int64) -> BootTime { BootTime(microseconds: seconds * 1_000_000) }

  private func ids(_ ids: ClosedRange<UInt64>) -> [CharacterID] { ids.map { CharacterID($0) } }

  @Test func whoIsWokenAtNightUnderstandsIt() throws {
    var alarm = StorageAlarm()
    let word = alarm.failed(Self.full, saving: ids(1...3), now: time(100))
    guard case .error(let text)? = word else { throw Silent() }
    #expect(
      text == """
        The disk of /data/pangea.sqlite is full: free some space (disk is full). Players play on, \
        3 characters wait to be saved; what they do with items and gold is answered "try again". \
        When there is room again, it goes on by itself.
        """)
  }

  @Test func itIsSaidNowAndThenAndOnceWhenItIsOver() {
    var alarm = StorageAlarm()
    #expect(alarm.failed(Self.full, saving: ids(1...2), now: time(0)) != nil)
    for second in 1..<30 as Range<Int64> {
      #expect(alarm.failed(Self.full, saving: ids(1...4), now: time(second)) == nil)
    }
    guard case .error(let again)? = alarm.failed(Self.full, saving: [], now: time(30)) else {
      Issue.record("silent")
      return
    }
    #expect(again.contains("4 characters wait"))
    #expect(alarm.failed(Self.full, saving: [], now: time(31)) == nil)
    #expect(
      alarm.wrote(ids(1...1), now: time(40))
        == .notice("The storage writes again, after 40 s: 3 more characters are saved now."))
    #expect(alarm.waiting.isEmpty)
    #expect(alarm.wrote(ids(1...9), now: time(41)) == nil)
    #expect(alarm.failed(Self.full, saving: [], now: time(42)) != nil)
  }

  /// A server that is away is one thing; that its disk is full, somebody has to know at once.
  @Test func aDiskThatTurnsOutToBeFullIsSaidAtOnce() {
    var alarm = StorageAlarm()
    let away = StorageError.unavailable(reason: "connection refused")
    guard case .error(let text)? = alarm.failed(away, saving: [], now: time(0)) else {
      Issue.record("silent")
      return
    }
    #expect(text.contains("connection refused") && !text.contains("room"))
    #expect(alarm.failed(away, saving: [], now: time(1)) == nil)
    #expect(alarm.failed(Self.full, saving: [], now: time(2)) != nil)
    #expect(alarm.failed(away, saving: [], now: time(3)) == nil)
    #expect(alarm.failed(Self.full, saving: [], now: time(4)) == nil)
  }

  private struct Silent: Error {}
}
