import Foundation

/// A whole cluster on one machine as real child processes: it starts them in order, starts again
/// what dies, and ends them in drain order. Nothing is left behind, however this process ends.
public actor LocalCluster {
  enum Event: Sendable {
    case supervise(String)
    case failed(SupervisorError)
    case stop
  }

  private(set) var settings: ClusterSettings
  let hooks: ClusterHooks
  let stream: LogStream
  let events: AsyncStream<Event>.Continuation
  private let incoming: AsyncStream<Event>

  var plan: ClusterPlan?
  var document: UpDocument?
  /// In the order of their first start.
  var names: [String] = []
  var children: [String: Child] = [:]
  var stopping = false
  var scaling = false
  var lock: Int32 = -1
  private var hurried = false

  public init(settings: ClusterSettings, hooks: ClusterHooks = ClusterHooks(), stream: LogStream) {
    self.settings = settings
    self.hooks = hooks
    self.stream = stream
    (incoming, events) = AsyncStream.makeStream()
  }

  /// Starts the cluster and returns when `stop()` has ended it, or throws why it could not go on.
  /// In both cases every child has ended.
  public func run() async throws(SupervisorError) {
    let folder = settings.data
    lock = try folder.claim()
    defer { close(lock) }
    settings.ports = try await ports()
    if access("\(folder.path)/up.json", F_OK) == 0 {
      say("the cluster before this one did not end cleanly; its processes are gone")
    }
    try folder.prepare(fresh: settings.fresh)
    let plan = try await ClusterPlan(settings: settings)
    self.plan = plan
    document = plan.document()
    let failure = await supervised()
    UpFile(folder: folder.path).remove()
    stream.flush()
    if let failure { throw failure }
  }

  /// Ends the cluster in drain order; `run()` returns when that is done.
  public nonisolated func stop() { events.yield(.stop) }

  /// Ends everything at once, without draining.
  public func stopNow() {
    hurried = true
    events.yield(.stop)
    for child in children.values { child.process?.signal(.kill) }
  }

  /// The ports that are asked for, or any, as long as they can be had.
  private func ports() async throws(SupervisorError) -> PublicPorts {
    guard settings.ports.play == 0 else {
      try await settings.ports.check(gateways: settings.gateways, on: settings.bind)
      return settings.ports
    }
    return try await .free(gateways: settings.gateways, on: settings.bind)
  }

  /// Runs everything until the end is asked for or something essential fails.
  private func supervised() async -> SupervisorError? {
    await withDiscardingTaskGroup(returning: SupervisorError?.self) { group in
      group.addTask { await self.bringUp() }
      group.addTask { await self.listen() }
      var failure: SupervisorError?
      loop: for await event in incoming {
        switch event {
        case .supervise(let name):
          group.addTask { await self.supervise(name) }
        case .failed(let error):
          failure = error
          break loop
        case .stop:
          break loop
        }
      }
      stopping = true
      group.cancelAll()
      await drain()
      return failure
    }
  }

  private func listen() async {
    let server = ControlServer(path: settings.data.socket) { await self.answer($0) }
    do {
      try await server.run()
    } catch {
      guard !stopping else { return }
      events.yield(.failed(.unreachable(path: settings.data.path, reason: "\(error)")))
    }
  }

  /// Ends one role after the other.
  private func drain() async {
    for role in Role.drainOrder {
      let ending = names.filter { children[$0]?.specification.role == role }
      await end(ending, within: hurried ? .zero : settings.drain)
    }
    for name in names { await children[name]?.log.finish() }
  }

  /// Ends these children together: SIGTERM, then SIGKILL after the time.
  func end(_ ending: [String], within time: Duration) async {
    for name in ending { children[name]?.wanted = false }
    let running = ending.compactMap { name in children[name]?.process.map { (name, $0) } }
    guard !running.isEmpty else { return }
    say("ending \(running.map(\.0).joined(separator: ", "))")
    for (_, process) in running {
      process.signal(.terminate)
      process.signal(.resume)  // a stopped process could not hear it
    }
    let limit = Task {
      try? await Task.sleep(for: time)
      guard !Task.isCancelled else { return }
      for (_, process) in running { process.signal(.kill) }
    }
    for (_, process) in running { _ = await process.exit() }
    limit.cancel()
  }

  /// A line of the supervisor itself in the stream.
  func say(_ text: String) { stream.write(text, from: "up") }

  /// Rewrites `up.json` from the present state.
  func publish() {
    guard var document else { return }
    document.processes = names.compactMap { children[$0]?.row }
    document.addresses.metrics = names.compactMap { name in
      children[name]?.specification.operatorPort.map { "http://127.0.0.1:\($0)/metrics" }
    }
    self.document = document
    do {
      try UpFile(folder: settings.data.path).write(document)
    } catch {
      say("up.json could not be written: \(error)")
    }
  }
}
