import CWorkloads

/// What the kernel counts of all processors together, since it started.
public struct MachineTime: Sendable {
  private let idle: UInt64
  private let total: UInt64

  public static func now() -> MachineTime {
    var idle: UInt64 = 0
    var total: UInt64 = 0
    workload_machine_time(&idle, &total)
    return MachineTime(idle: idle, total: total)
  }

  /// How many processors this process may use.
  public static var processors: Int { Int(workload_processors()) }

  /// The processor's name and how many of it this process may use.
  static var description: String {
    var name = [CChar](repeating: 0, count: 128)
    workload_processor_name(&name, Int32(name.count))
    let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "\(processors) × \(text.isEmpty ? "processor of unknown name" : text)"
  }

  /// 0 ... 1: how much of the machine nobody used since then. 0 where the kernel does not tell.
  public func idleShare() -> Double {
    let now = Self.now()
    guard now.total > total, now.idle >= idle else { return 0 }
    return Double(now.idle - idle) / Double(now.total - total)
  }
}
