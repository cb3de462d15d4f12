import Foundation
import Synchronization

/// Takes what a child prints: into `logs/NAME.log`, and line by line to the cluster's stream.
///
/// It outlives restarts of the child: all runs write to one pipe and one file.
final class ChildLog: Sendable {
  private static let lastWordsMax = 8

  let path: String
  /// The end that the child writes to.
  let output: Int32
  private let lastWords = Mutex<[String]>([])
  private let (finished, finishing) = AsyncStream<Never>.makeStream()

  /// - Parameter stream: also shows every line there; nil keeps them in the file alone.
  init(name: String, folder: String, stream: LogStream?) throws(SupervisorError) {
    path = "\(folder)/\(name).log"
    guard let file = LogFile(path: path) else {
      throw .dataUnusable(path: path, reason: SupervisorError.reason(errno))
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .dataUnusable(path: path, reason: SupervisorError.reason(errno))
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    output = ends[1]
    let input = ends[0]
    let thread = Thread { [self] in
      pump(from: input, file: file, name: name, stream: stream)
      finishing.finish()
    }
    thread.name = "log"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// The last lines, for an error message.
  var tail: [String] { lastWords.withLock { $0 } }

  /// No further child will write: returns when everything is in the file, or after a second when
  /// something still holds the pipe open.
  func finish() async {
    close(output)
    await withTaskGroup { group in
      group.addTask { for await _ in self.finished {} }
      group.addTask { try? await Task.sleep(for: .seconds(1)) }
      await group.next()
      group.cancelAll()
    }
  }

  private func pump(from input: Int32, file: LogFile, name: String, stream: LogStream?) {
    var lines = LineSplitter(limit: SupervisorLimits.logLineBytesMax)
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var file = file
    while true {
      let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      file.append(buffer[..<count])
      for line in lines.split(buffer[..<count]) { show(line, name, stream) }
    }
    if let rest = lines.rest() { show(rest, name, stream) }
    close(input)
  }

  private func show(_ line: String, _ name: String, _ stream: LogStream?) {
    lastWords.withLock { words in
      words.append(line)
      if words.count > Self.lastWordsMax { words.removeFirst() }
    }
    stream?.write(line, from: name)
  }
}

/// A log file that starts over when it gets too large, keeping one older part.
private struct LogFile: Sendable {
  private let path: String
  private var descriptor: Int32
  private var size: Int

  init?(path: String) {
    self.path = path
    guard let opened = Self.open(path) else { return nil }
    descriptor = opened
    size = Int(lseek(opened, 0, SEEK_END))
  }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    if size + bytes.count > SupervisorLimits.logFileBytesMax { startOver() }
    writeAll(bytes, to: descriptor)
    size += bytes.count
  }

  private mutating func startOver() {
    rename(path, "\(path).1")
    guard let opened = Self.open(path) else { return }
    close(descriptor)
    descriptor = opened
    size = 0
  }

  private static func open(_ path: String) -> Int32? {
    let opened = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    return opened < 0 ? nil : opened
  }
}
