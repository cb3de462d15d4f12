/// What each metric means, as `/metrics` explains it. A test finds names that have no line here;
/// one that slips through is explained by the words of its name.
enum MetricHelp {
  static func text(for name: String) -> String {
    if let text = table[name] { return text }
    let words = name.split(separator: "_").drop { $0 == "pangea" }.joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst() + "."
  }

  private static let table = process.merging(cluster) { $1 }.merging(game) { $1 }
    .merging(trace) { $1 }

  private static let process = [
    "pangea_build_info": "The version that runs, as a label; the value is always 1.",
    "pangea_metrics_refused_series_total":
      "Series refused since the start, because there were too many or a name had two kinds.",
    "pangea_uptime_seconds": "Time since the process started.",
    "process_cpu_seconds_total": "Processor time used, by the system and itself.",
    "process_max_fds": "Most file descriptors that may be open.",
    "process_open_fds": "File descriptors open now.",
    "process_resident_memory_bytes": "Memory in use that stands in RAM.",
    "process_start_time_seconds": "When the process started, in seconds since 1970.",
    "process_virtual_memory_bytes": "Address space in use.",
  ]
}
