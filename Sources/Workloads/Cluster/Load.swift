import CWorkloads

/// Many players on one thread; owns the load in C.
struct Load: ~Copyable {
  private let load: OpaquePointer
  private let port: Int
  private let connectionsMax: Int
  private let seed: UInt64

  /// - Parameter connectionsMax: how many players there may be in the end.
  init(_ plan: LoadPlan, port: Int, connectionsMax: Int, seed: UInt64) throws(WorkloadError) {
    var settings = plan.settings(port: port, connectionsMax: connectionsMax, seed: seed)
    guard let load = load_create(&settings) else { throw .noMemory }
    self.load = load
    self.port = port
    self.connectionsMax = connectionsMax
    self.seed = seed
  }

  deinit { load_destroy(load) }

  /// Logs in until so many play; those who do play meanwhile. How many it became.
  func join(_ players: Int, secondsMax: Double) -> Int {
    Int(load_join(load, Int32(players), secondsMax))
  }

  /// From now on everybody plays like this.
  func change(to plan: LoadPlan) {
    var settings = plan.settings(port: port, connectionsMax: connectionsMax, seed: seed)
    load_change(load, &settings)
  }

  /// Plays for so long.
  func run(seconds: Double) -> LoadSample {
    var counts = load_counts()
    load_run(load, seconds, &counts)
    return LoadSample(counts, playing: Int(load_playing(load)))
  }

  /// Everybody leaves.
  func leave() { load_bye(load, 5) }
}
