import Glibc
import Logging

/// The back end of the log API: one line per event, written to standard error in one piece.
public struct LineLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  /// As operators say now, unless it was set for this logger.
  public var logLevel: Logger.Level {
    get { ownLevel ?? levels.floor }
    set { ownLevel = newValue }
  }

  private var ownLevel: Logger.Level?
  private let levels: LogLevels
  private let label: String
  private let format: LogFormat
  private let write: @Sendable (String) -> Void

  /// - Parameters:
  ///   - levels: how much is written; they may change at any time.
  ///   - write: takes one line with its line feed; standard error by default.
  public init(
    label: String, format: LogFormat, levels: LogLevels,
    write: @escaping @Sendable (String) -> Void = LineLogHandler.writeToStandardError
  ) {
    self.label = label
    self.format = format
    self.levels = levels
    self.write = write
  }

  /// Makes every logger of this process write such lines. Call it once, before the first logger.
  ///
  /// - Parameters:
  ///   - level: until `LogLevels.process` is changed.
  ///   - node: stands in every line, so that lines of many processes can be told apart.
  public static func bootstrap(format: LogFormat, level: Logger.Level, node: String?) {
    LogLevels.process.start(at: level)
    LoggingSystem.bootstrap { label in
      var handler = LineLogHandler(label: label, format: format, levels: .process)
      if let node, format == .json { handler.metadata["node"] = .string(node) }
      return handler
    }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    guard ownLevel != nil || event.level >= levels.level(of: event.source) else { return }
    var all = metadataProvider?.get() ?? [:]
    all.merge(metadata) { $1 }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = .string("\(error)") }
    let line = LogLine(
      time: .now(), level: event.level, label: label, module: event.source,
      message: event.message.description,
      metadata: all.map { (LogLine.cut($0), LogLine.cut("\($1)")) }.sorted { $0.0 < $1.0 })
    write(format == .json ? line.json : line.text)
  }

  public static let writeToStandardError: @Sendable (String) -> Void = { line in
    var line = line
    line.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[offset...])
        let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }  // nobody reads: the line is lost, the process goes on
        offset += count
      }
    }
  }
}
