import CWorkloads

/// What the players of a workload do.
struct LoadPlan: Hashable, Sendable {
  /// A rectangle in units.
  struct Area: Hashable, Sendable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    /// A square around the middle of a world.
    static func middle(of world: BenchWorld, edge: Double) -> Area {
      let (x, y) = (Double(world.width) / 2, Double(world.height) / 2)
      return Area(left: x - edge / 2, top: y - edge / 2, right: x + edge / 2, bottom: y + edge / 2)
    }
  }

  enum Motion: Hashable, Sendable {
    /// Nothing.
    case stand
    /// About, each for itself; everywhere when there is no area.
    case wander(Area?)
    /// To and fro over a vertical line, so far past it on either side, along the height of an area.
    case cross(line: Double, swing: Double, Area)
  }

  var motion: Motion
  /// Of each player; at most 20, which the protocol allows.
  var inputsPerSecond = 20.0
  /// How many of them probe, and how often each.
  var probing = 0
  var probesPerSecond = 20.0
  /// How many, of those who cross, probe every 2 ms when they come to the line, each at most every
  /// 2.2 seconds; none of those who probe otherwise.
  var bursting = 0
  /// How many of them watch how often everybody is updated, and what counts as near in units.
  var watching = 0
  var near = 0.0
  var loginsPerSecond = 300.0

  func settings(port: Int, connectionsMax: Int, seed: UInt64) -> load_settings {
    var settings = load_settings()
    settings.port = Int32(port)
    settings.connections_max = Int32(connectionsMax)
    settings.logins_per_second = loginsPerSecond
    settings.logins_under_way_max = 64
    settings.inputs_per_second = inputsPerSecond
    settings.turn_seconds = 3
    settings.probing = Int32(probing)
    settings.probes_per_second = probesPerSecond
    settings.bursting = Int32(bursting)
    settings.watching = Int32(watching)
    settings.near_units = near
    settings.core = BenchHost.loadCore
    settings.seed = seed
    switch motion {
    case .stand: settings.motion = LOAD_STAND
    case .wander(let area):
      settings.motion = LOAD_WANDER
      if let area { area.write(into: &settings) }
    case .cross(let line, let swing, let area):
      settings.motion = LOAD_CROSS
      settings.line = line
      settings.swing = swing
      area.write(into: &settings)
    }
    return settings
  }
}

extension LoadPlan.Area {
  fileprivate func write(into settings: inout load_settings) {
    settings.left = left
    settings.top = top
    settings.right = right
    settings.bottom = bottom
  }
}
