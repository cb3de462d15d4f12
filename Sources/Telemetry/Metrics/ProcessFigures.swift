import Foundation

/// What the kernel knows of this process.
public struct ProcessFigures: Hashable, Sendable {
  public var residentBytes: UInt64
  public var virtualBytes: UInt64
  /// By itself and by the system on its behalf.
  public var cpuMilliseconds: UInt64
  public var openDescriptors: Int
  public var descriptorsMax: Int
  /// Seconds since 1970.
  public var startSeconds: Double

  /// The state now. A figure that cannot be had is 0.
  public static func now() -> ProcessFigures {
    let pages = text(of: "/proc/self/statm").split(separator: " ").map { UInt64($0) ?? 0 }
    let pageBytes = UInt64(sysconf(Int32(_SC_PAGESIZE)))
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return ProcessFigures(
      residentBytes: pages.count > 1 ? pages[1] * pageBytes : 0,
      virtualBytes: pages.first.map { $0 * pageBytes } ?? 0,
      cpuMilliseconds: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
      openDescriptors: openDescriptorCount(),
      descriptorsMax: Int(clamping: limit.rlim_cur), startSeconds: start)
  }

  /// The figures as `/metrics` shows them.
  public static func figures(version: String) -> [MetricRegistry.Figure] {
    let now = now()
    return [
      .init("process_resident_memory_bytes", .gauge, Double(now.residentBytes)),
      .init("process_virtual_memory_bytes", .gauge, Double(now.virtualBytes)),
      .init("process_cpu_seconds_total", .counter, Double(now.cpuMilliseconds) / 1000),
      .init("process_open_fds", .gauge, Double(now.openDescriptors)),
      .init("process_max_fds", .gauge, Double(now.descriptorsMax)),
      .init("process_start_time_seconds", .gauge, now.startSeconds),
      .init(
        "pangea_uptime_seconds", .gauge, max(0, Date().timeIntervalSince1970 - now.startSeconds)),
      .init("pangea_build_info", .gauge, 1, labels: [("version", version)]),
    ]
  }

  /// The kernel counts from boot in ticks of the clock.
  private static let start: Double = {
    let status = text(of: "/proc/self/stat")
    let boot = text(of: "/proc/stat").split(separator: "\n")
      .first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst("btime ".count)) }
    guard let end = status.lastIndex(of: ")"), let boot else { return 0 }
    let fields = status[status.index(after: end)...].split(separator: " ")
    guard fields.count > 19, let ticks = Double(fields[19]) else { return 0 }
    return boot + ticks / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
  }()

  private static func milliseconds(_ time: timeval) -> UInt64 {
    UInt64(time.tv_sec) * 1000 + UInt64(time.tv_usec) / 1000
  }

  private static func openDescriptorCount() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return max(0, count - 3)  // ".", "..", and the folder itself
  }

  /// A small file of /proc as a whole.
  private static func text(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
