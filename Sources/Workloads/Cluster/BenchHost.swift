import CWorkloads

/// What a workload with a whole cluster needs to know of the machine and of this build.
public struct BenchHost: Hashable, Sendable {
  /// The `pangea` under test.
  public let executable: String
  /// The folder of the world whose definitions (skills, items, …) are taken over; its maps are not.
  public let definitions: String

  public init(executable: String, definitions: String) {
    self.executable = executable
    self.definitions = definitions
  }

  /// All server processes run here and the load on the other core; -1, any, when there is but one.
  static var serverCore: Int32 { workload_processors() > 1 ? 0 : -1 }
  static var loadCore: Int32 { workload_processors() > 1 ? 1 : -1 }
}
