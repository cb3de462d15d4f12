import Model
import NIOCore

extension EventLoop {
  /// The loop's own clock: virtual in tests, the system's monotonic clock otherwise.
  var bootTime: BootTime { BootTime(microseconds: Int64(now.uptimeNanoseconds / 1_000)) }
}
