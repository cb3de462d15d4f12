import Dispatch
import Foundation

/// Calls back on SIGINT and SIGTERM, with how many came so far.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]

  init(_ handler: @escaping @Sendable (Int) -> Void) {
    let queue = DispatchQueue(label: "pangea.signals")
    let count = Count()
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { handler(count.next()) }
      source.resume()
      return source
    }
  }

  func cancel() { for source in sources { source.cancel() } }

  /// Only touched on the queue of the signals.
  private final class Count: @unchecked Sendable {
    private var value = 0

    func next() -> Int {
      value += 1
      return value
    }
  }
}
