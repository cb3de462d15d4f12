import Foundation

/// What `pangea ps` shows of a running cluster: `up.json` and what the kernel knows.
public struct ProcessTable: Hashable, Sendable, Encodable {
  /// One process. Numbers of a process that is not running are 0.
  public struct Row: Hashable, Sendable, Encodable {
    public var name: String
    public var role: Role
    public var pid: Int32
    public var state: String
    public var restarts: Int
    public var uptimeMilliseconds: Int
    public var memoryBytes: Int
    public var cpuMilliseconds: Int

    enum CodingKeys: String, CodingKey {
      case name, role, pid, state, restarts
      case uptimeMilliseconds = "uptime_ms"
      case memoryBytes = "memory_bytes"
      case cpuMilliseconds = "cpu_ms"
    }
  }

  public var schema = "pangea.ps/1"
  public var ready: Bool
  public var processes: [Row]

  /// Reads the state of every process of a document now.
  public init(_ document: UpDocument) {
    ready = document.ready
    let now = Date().timeIntervalSince1970
    processes = document.processes.map { process in
      let usage = ProcessUsage(pid: process.pid)
      return Row(
        name: process.name, role: process.role, pid: process.pid,
        state: usage?.isStopped == true ? "stopped" : process.state.rawValue,
        restarts: process.restarts,
        uptimeMilliseconds: usage == nil ? 0 : Int((now - process.started) * 1000),
        memoryBytes: usage?.memoryBytes ?? 0, cpuMilliseconds: usage?.cpuMilliseconds ?? 0)
    }
  }

  /// The table for people, without a line feed at its end.
  public var text: String {
    let head = ["NAME", "PID", "STATE", "RESTARTS", "UPTIME", "MEMORY", "CPU"]
    let lines = processes.map { row in
      [
        row.name, row.pid == 0 ? "-" : "\(row.pid)", row.state, "\(row.restarts)",
        "\(row.uptimeMilliseconds / 1000) s", "\(row.memoryBytes >> 20) MiB",
        String(format: "%.1f s", Double(row.cpuMilliseconds) / 1000),
      ]
    }
    let widths = head.indices.map { column in
      ([head] + lines).map { $0[column].count }.max() ?? 0
    }
    return ([head] + lines).map { line in
      zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}

/// What the kernel knows of one process.
struct ProcessUsage {
  let isStopped: Bool
  let memoryBytes: Int
  let cpuMilliseconds: Int

  /// nil when there is no such process.
  init?(pid: Int32) {
    guard pid > 0, let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else {
      return nil
    }
    // The name stands in parentheses and may itself hold spaces and parentheses.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 21, let user = Int(fields[11]), let system = Int(fields[12]),
      let pages = Int(fields[21])
    else { return nil }
    isStopped = fields[0] == "T"
    cpuMilliseconds = (user + system) * 1000 / max(1, sysconf(Int32(_SC_CLK_TCK)))
    memoryBytes = pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
