import Foundation

extension UpDocument {
  /// Sends a signal to the process of this name, as a fault or for a test; its supervisor starts it
  /// again if that ends it. Returns the number of the process.
  public func send(_ signal: Signal, to name: String) throws(SupervisorError) -> Int32 {
    guard let process = processes.first(where: { $0.name == name }) else {
      throw .unknownProcess(name, known: processes.map(\.name))
    }
    guard process.pid > 0, kill(process.pid, signal.number) == 0 else {
      throw .refused("\(name) is not running just now.")
    }
    return process.pid
  }
}
