import Foundation

/// The life of one child: started, watched, started again.
extension LocalCluster {
  /// Keeps a child running until it is no longer wanted or given up.
  func supervise(_ name: String) async {
    while !stopping, children[name]?.wanted == true {
      await runOnce(name)
      guard !stopping, children[name]?.wanted == true else { break }
      switch decide(name) {
      case .restart(let pause):
        try? await Task.sleep(for: pause)
      case .giveUp(let deaths):
        giveUp(name, deaths)
        return
      }
    }
  }

  /// One run of a child, from its start to its end.
  private func runOnce(_ name: String) async {
    guard let child = children[name] else { return }
    children[name]?.starts += 1
    children[name]?.started = Date()
    children[name]?.readySince = nil
    children[name]?.state = .starting
    children[name]?.reason = "does not answer"
    let process: ChildProcess
    do {
      process = try await start(child)
    } catch {
      say("\(error)")
      return
    }
    children[name]?.process = process
    if stopping || children[name]?.wanted != true { process.signal(.kill) }
    publish()
    async let watching: Void = watch(name, process)
    let exit = await process.exit()
    ended(name, exit)
    _ = await watching
  }

  private func start(_ child: Child) async throws(SupervisorError) -> ChildProcess {
    let inherited = ProcessInfo.processInfo.environment
    return try await ChildProcess.start(
      executable: child.specification.executable, arguments: child.specification.arguments,
      surroundings: ChildProcess.Surroundings(
        output: child.log.output, inherited: lock,
        environment: inherited.merging(child.specification.environment) { $1 }))
  }

  /// Asks a child until it is ready or has ended.
  private func watch(_ name: String, _ process: ChildProcess) async {
    while !stopping, let child = children[name], child.process === process {
      guard let reason = await child.specification.readiness.ask() else {
        becameReady(name, process)
        return
      }
      children[name]?.reason = reason
      do {
        try await Task.sleep(for: .milliseconds(100))
      } catch {
        return  // the cluster is ending
      }
    }
  }

  private func becameReady(_ name: String, _ process: ChildProcess) {
    guard children[name]?.process === process else { return }
    children[name]?.state = .ready
    children[name]?.readySince = .now
    let again = (children[name]?.starts ?? 0) > 1 ? " again" : ""
    say("\(name) is ready\(again) (process \(process.pid))")
    publish()
  }

  private func ended(_ name: String, _ exit: ChildExit) {
    children[name]?.process = nil
    let wanted = children[name]?.wanted == true && !stopping
    children[name]?.state = wanted ? .waiting : .ended
    children[name]?.reason = "\(exit)"
    if wanted { say("\(name) \(exit); it is started again") }
    publish()
  }

  private func decide(_ name: String) -> RestartRecord.Decision {
    let readyFor = children[name]?.readySince.map { ContinuousClock.now - $0 }
    guard let decision = children[name]?.restarts.ended(readyFor: readyFor) else {
      return .giveUp(deaths: 0)
    }
    return decision
  }

  private func giveUp(_ name: String, _ deaths: Int) {
    guard let child = children[name] else { return }
    children[name]?.state = .ended
    let error = SupervisorError.diesAtStart(
      name: name, deaths: deaths, log: child.log.path, lastWords: child.log.tail)
    if child.specification.role.isEssential {
      events.yield(.failed(error))
    } else {
      say("\(error)")
      publish()
    }
  }
}
