import Foundation

/// A signal that `pangea kill` can send, by its name without `SIG`.
public struct Signal: Hashable, Sendable, CustomStringConvertible {
  public let number: Int32

  private static let names: [(String, Int32)] = [
    ("HUP", SIGHUP), ("INT", SIGINT), ("QUIT", SIGQUIT), ("ABRT", SIGABRT), ("KILL", SIGKILL),
    ("USR1", SIGUSR1), ("SEGV", SIGSEGV), ("USR2", SIGUSR2), ("TERM", SIGTERM),
    ("CONT", SIGCONT), ("STOP", SIGSTOP),
  ]

  /// nil when the number is not one of the signals that are any use here.
  init?(_ number: Int32) {
    guard Self.names.contains(where: { $0.1 == number }) else { return nil }
    self.number = number
  }

  /// Reads `KILL`, `SIGKILL`, `kill` or `9`.
  public init(name: String) throws(SupervisorError) {
    let upper = name.uppercased()
    let short = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
    let match = Self.names.first { $0.0 == short || String($0.1) == short }
    guard let match else { throw .unknownSignal(name) }
    number = match.1
  }

  public static let kill = Signal(known: SIGKILL)
  public static let terminate = Signal(known: SIGTERM)
  /// Lets a stopped process run on.
  static let resume = Signal(known: SIGCONT)

  private init(known number: Int32) { self.number = number }

  public var description: String {
    Self.names.first { $0.1 == number }?.0 ?? String(number)
  }
}
