import Foundation
import Logging
import Synchronization
import Testing

@testable import Telemetry

@Suite struct LogTests {
  private final class Sink: Sendable {
    let lines = Mutex<[String]>([])
  }

  private let sink = Sink()

  private func logger(_ format: LogFormat, _ level: Logger.Level = .info) -> Logger {
    Logger(label: "pangea.shard") { [sink] label in
      LineLogHandler(label: label, format: format, levels: LogLevels(level)) { line in
        sink.lines.withLock { $0.append(line) }
      }
    }
  }

  @Test func textIsOneReadableLine() throws {
    var logger = logger(.text)
    logger[metadataKey: "region"] = "0:1,2"
    logger.info("opened", metadata: ["epoch": "7"])
    let line = try #require(sink.lines.withLock { $0.first })
    let form = /\d\d:\d\d:\d\d\.\d\d\d info     \[pangea\.shard\] opened  epoch=7 region=0:1,2\n/
    #expect(line.wholeMatch(of: form) != nil, "\(line)")
  }

  @Test func jsonHoldsWhatWasSaid() throws {
    logger(.json).error(
      "bad \"frame\"\u{7}\n", metadata: ["from": "ä\\", "level": "x", "list": ["a", "b"]])
    let line = try #require(sink.lines.withLock { $0.first })
    #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { $0 != "\n" })
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
    #expect(object?["message"] == "bad \"frame\"\u{7}\n")
    #expect(object?["from"] == "ä\\")
    #expect(object?["level"] == "error", "metadata cannot pretend to be a field")
    #expect(object?["label"] == "pangea.shard")
    #expect(object?["list"]?.contains("a") == true)
    let stamp = try #require(object?["time"])
    #expect(stamp.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test func strangersCannotForgeLines() throws {
    logger(.text).info("name: a\n00:00:00.000 info [x] forged\u{1B}[2J", metadata: ["a": "b\nc"])
    let line = try #require(sink.lines.withLock { $0.first })
    #expect(line.split(separator: "\n").count == 1)
    #expect(!line.contains("\u{1B}"))
  }

  @Test func longTextsAreCut() throws {
    logger(.json).info("\(String(repeating: "é", count: 1 << 20))")
    let line = try #require(sink.lines.withLock { $0.first })
    #expect(line.utf8.count < TelemetryLimits.logTextBytesMax + 300)
    _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
  }

  @Test func whatIsBelowTheLevelIsNotWritten() {
    let logger = logger(.text, .warning)
    logger.info("no")
    logger.warning("yes")
    #expect(sink.lines.withLock { $0.count } == 1)
  }

  @Test func timesAreThoseOfTheCalendar() {
    let time = WallTime(seconds: 1_709_210_096, milliseconds: 7)
    #expect(time.stamp == "2024-02-29T12:34:56.007Z")
    #expect(time.clock == "12:34:56.007")
  }

  @Test func theLevelChangesWhileItRunsAndGoesBack() throws {
    let levels = LogLevels(.info)
    let logger = Logger(label: "pangea") { [sink] label in
      LineLogHandler(label: label, format: .text, levels: levels) { line in
        sink.lines.withLock { $0.append(line) }
      }
    }
    func says(_ module: String) -> Bool {
      let count = sink.lines.withLock { $0.count }
      logger.debug("a word", source: module)
      return sink.lines.withLock { $0.count } > count
    }
    #expect(!says("Cluster"))
    levels.apply(LogLevels.Change(id: "a", level: .debug, module: "Cluster", until: 2_000))
    #expect(says("Cluster") && !says("Shard"))
    levels.apply(LogLevels.Change(id: "b", level: .trace, until: 1_000))
    #expect(says("Cluster") && says("Shard"))
    levels.expire(now: 999)
    #expect(says("Shard"))
    levels.expire(now: 1_000)
    #expect(says("Cluster") && !says("Shard"), "each ends by itself")
    #expect(levels.takeBack("a"))
    #expect(!says("Cluster"))
    #expect(!levels.takeBack("a"), "it is over")
    #expect(logger.logLevel == .info)
  }

  @Test func ofTwoChangesTheLatestCounts() {
    let levels = LogLevels(.info)
    levels.apply(LogLevels.Change(id: "a", level: .trace, until: .max))
    levels.apply(LogLevels.Change(id: "b", level: .error, until: .max))
    #expect(levels.level(of: "Shard") == .error)
    levels.takeBack("b")
    #expect(levels.level(of: "Shard") == .trace)
    for number in 0..<(2 * LogLevels.changesMax) {
      levels.apply(LogLevels.Change(id: "\(number)", level: .debug, until: 5))
    }
    levels.expire(now: 5)
    #expect(levels.level(of: "Shard") == .info, "the oldest made room")
  }
}
