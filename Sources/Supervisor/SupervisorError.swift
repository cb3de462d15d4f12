import Foundation

/// Why a cluster could not start, or could not be reached. Each case describes itself in a
/// sentence for the person at the terminal.
public enum SupervisorError: Error, Hashable, Sendable, CustomStringConvertible {
  case portTaken(Int, purpose: String, address: String)
  case addressUnusable(String, reason: String)
  case noFreePorts
  case redisMissing
  case dataUnusable(path: String, reason: String)
  case alreadyRunning(path: String, process: Int32?)
  case notRunning(path: String)
  case unreachable(path: String, reason: String)
  case executableUnusable(path: String, reason: String)
  case diesAtStart(name: String, deaths: Int, log: String, lastWords: [String])
  case notReady(seconds: Int, reasons: [String])
  case preparation(String)
  case unknownProcess(String, known: [String])
  case unknownSignal(String)
  case refused(String)

  /// 2 for a mistake in the command, 3 for a cluster that could not start or be reached.
  public var exitStatus: Int32 {
    switch self {
    case .unknownProcess, .unknownSignal: 2
    default: 3
    }
  }

  public var description: String {
    switch self {
    case .portTaken(let port, let purpose, let address):
      """
      Port \(port) (\(purpose)) on \(address) is taken by another program. \
      Choose others with --port.
      """
    case .addressUnusable(let address, let reason):
      "No port can be opened on \(address): \(reason)."
    case .noFreePorts:
      "No free port was found for a process of the cluster."
    case .redisMissing:
      "redis-server was not found. Install it with: sudo apt-get install redis-server"
    case .dataUnusable(let path, let reason):
      "The data folder \(path) cannot be used: \(reason). Choose another one with --data."
    case .alreadyRunning(let path, let process):
      """
      A cluster already runs on \(path)\(process.map { " (process \($0))" } ?? ""). \
      Stop it first, or choose another folder with --data.
      """
    case .notRunning(let path):
      "No cluster runs on \(path). Start one with: pangea up --data \(path)"
    case .unreachable(let path, let reason):
      "The cluster on \(path) could not be reached: \(reason)."
    case .executableUnusable(let path, let reason):
      "\(path) could not be started: \(reason)."
    case .diesAtStart(let name, let deaths, let log, let lastWords):
      """
      \(name) died \(deaths) times before it was ready. Its log is \(log)\
      \(lastWords.isEmpty ? "." : "; it ends with:\n" + lastWords.joined(separator: "\n"))
      """
    case .notReady(let seconds, let reasons):
      "The cluster was not ready after \(seconds) s: \(reasons.joined(separator: "; "))."
    case .preparation(let reason):
      "The cluster could not be prepared: \(reason)"
    case .unknownProcess(let name, let known):
      "There is no process \(name) here. There are: \(known.joined(separator: ", "))."
    case .unknownSignal(let name):
      "\(name) is not a signal. Use a name as KILL, TERM, STOP, CONT, or a number."
    case .refused(let reason):
      reason
    }
  }

  /// The system's sentence for an error number.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
