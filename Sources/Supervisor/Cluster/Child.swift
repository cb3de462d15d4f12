import Foundation

/// A child of a cluster over all its runs.
struct Child {
  let specification: ChildSpecification
  let log: ChildLog
  /// False once it is to end for good.
  var wanted = true
  /// The present run; nil between two.
  var process: ChildProcess?
  var state = UpDocument.Process.State.starting
  /// How often it was started.
  var starts = 0
  var started = Date()
  var readySince: ContinuousClock.Instant?
  /// Why it was not ready when last asked.
  var reason = "has not started"
  var restarts = RestartRecord()

  init(_ specification: ChildSpecification, log: ChildLog) {
    self.specification = specification
    self.log = log
  }

  /// Its row in `up.json`.
  var row: UpDocument.Process {
    UpDocument.Process(
      name: specification.name, role: specification.role, pid: process?.pid ?? 0, state: state,
      restarts: max(0, starts - 1), started: started.timeIntervalSince1970, log: log.path)
  }
}
