/// Workload W5: everybody walks all the time and bounces off the walls of one square region.
///
/// The reference in C gets the same start and runs in turns with the simulation, so that what else
/// the machine does meets both.
public enum InterestWorkload {
  /// What runs beside the simulation.
  static let reference = "plain C grid"

  /// - Parameters:
  ///   - crowds: how many players, one figure each; 1 ... 65,535.
  ///   - visible: how many others each sees on average; sets the size of the region.
  ///   - ticks: measured per run; a sample is the median tick.
  ///   - runs: of each side, in turns.
  public static func run(
    crowds: [Int] = [1_000, 10_000], visible: Int = 50, ticks: Int = 200, runs: Int = 5
  ) throws(WorkloadError) -> WorkloadReport {
    precondition(!crowds.isEmpty && ticks > 0 && runs > 0, "something is measured")
    let machine = MachineTime.now()
    var figures: [WorkloadFigure] = []
    for entities in crowds {
      figures += try measure(entities: entities, visible: visible, ticks: ticks, runs: runs)
    }
    return WorkloadReport(
      "W5", figures[0], figures: Array(figures.dropFirst()), idleShare: machine.idleShare())
  }

  private static func measure(
    entities: Int, visible: Int, ticks: Int, runs: Int
  ) throws(WorkloadError) -> [WorkloadFigure] {
    precondition((1...Int(UInt16.max)).contains(entities) && visible > 0, "a room with players")
    let room = InterestRoom(entities: entities, visible: visible)
    var walking = InterestCrowd(in: room, isWalking: true)
    var standing = InterestCrowd(in: room, isWalking: false)
    guard let reference = InterestReference(in: room) else { throw .noMemory }
    let warmUp = 20
    _ = walking.measure(ticks: warmUp)
    _ = standing.measure(ticks: warmUp)
    _ = reference.measure(ticks: warmUp)
    let turns = Turns.take(runs) {
      walking.measure(ticks: ticks)
    } reference: {
      reference.measure(ticks: ticks)
    }
    let still = (0..<runs).map { _ in standing.measure(ticks: ticks) }
    let sight = walking.sight()
    let referenceSight = reference.sight()
    func figure(
      _ name: String, _ unit: String, _ better: WorkloadFigure.Better, _ turns: Turns
    ) -> WorkloadFigure {
      WorkloadFigure(
        name, unit: unit, better: better, turns: turns, against: Self.reference,
        players: entities, visible: sight.visible)
    }
    return [
      figure("everybody walks", Self.unit, .lower, turns),
      WorkloadFigure(
        "everybody stands", unit: Self.unit, better: .lower, ours: still, players: entities,
        visible: sight.visible),
      figure(
        "others in sight", "entities", .same,
        Turns.take(1) {
          sight.visible
        } reference: {
          referenceSight.visible
        }),
      figure(
        "changes of sight", "changes per entity and tick", .same,
        Turns.take(1) {
          sight.changes
        } reference: {
          referenceSight.changes
        }),
    ]
  }

  static let unit = "ns per entity and tick"

  /// Nanoseconds per entity of the median tick.
  static func perEntity(_ samples: [UInt64], entities: Int) -> Double {
    Double(samples.sorted()[samples.count / 2]) / Double(entities)
  }
}
