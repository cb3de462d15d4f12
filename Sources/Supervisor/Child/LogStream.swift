import Foundation
import Synchronization

/// The one tidy stream of a cluster: lines of all processes, each behind the name of its process.
///
/// A terminal that does not read (Ctrl-S) must not stop the cluster, so lines wait in a bounded
/// queue; what does not fit is dropped here and still stands in the log files.
public final class LogStream: Sendable {
  private static let nameWidth = 10
  private static let linesWaitingMax = 4096
  private static let colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94]

  private let descriptor: Int32
  private let coloured: Bool
  private let writer = DispatchQueue(label: "log stream")
  private let waiting = Atomic<Int>(0)
  private let dropped = Atomic<Int>(0)

  /// Writes to an open descriptor, with colours when that is a terminal.
  public init(descriptor: Int32 = STDERR_FILENO) {
    self.descriptor = descriptor
    coloured = isatty(descriptor) == 1
  }

  /// How many lines were dropped since the start.
  public var droppedCount: Int { dropped.load(ordering: .relaxed) }

  /// Adds a line without its line feed.
  public func write(_ line: String, from name: String) {
    guard waiting.load(ordering: .relaxed) < Self.linesWaitingMax else {
      dropped.add(1, ordering: .relaxed)
      return
    }
    waiting.add(1, ordering: .relaxed)
    let bytes = Array("\(prefix(name))\(line)\n".utf8)
    writer.async { [descriptor, self] in
      writeAll(bytes, to: descriptor)
      waiting.subtract(1, ordering: .relaxed)
    }
  }

  /// Returns when everything written before has left.
  public func flush() {
    writer.sync {}
  }

  private func prefix(_ name: String) -> String {
    let padded = name.padding(
      toLength: max(Self.nameWidth, name.count), withPad: " ", startingAt: 0)
    guard coloured else { return "\(padded) | " }
    let hash = name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
    return "\u{1B}[\(Self.colours[hash % Self.colours.count])m\(padded) |\u{1B}[0m "
  }
}

/// Writes every byte, or as many as the descriptor takes before it fails.
func writeAll(_ bytes: some RandomAccessCollection<UInt8>, to descriptor: Int32) {
  let array = Array(bytes)
  var offset = 0
  while offset < array.count {
    let count = array[offset...].withUnsafeBytes {
      Foundation.write(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return }
    offset += count
  }
}
