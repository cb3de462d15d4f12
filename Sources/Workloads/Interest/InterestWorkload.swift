/// Workload W5: everybody walks all the time and bounces off the walls of one square region.
///
/// The reference in C gets the same start and runs in turns with the simulation, so that what else
/// the machine does meets both.
public enum InterestWorkload {
  /// - Parameters:
  ///   - entities: at most 65,535, all of them players.
  ///   - visible: how many others each sees on average; sets the size of the region.
  ///   - ticks: measured per run; a figure is the median tick.
  ///   - runs: of each side, in turns.
  /// - Returns: nil when there is no memory for the reference.
  public static func run(entities: Int = 1_000, visible: Int = 50, ticks: Int = 200, runs: Int = 5)
    -> InterestReport?
  {
    precondition((1...Int(UInt16.max)).contains(entities) && visible > 0, "a room with players")
    precondition(ticks > 0 && runs > 0, "something is measured")
    let room = InterestRoom(entities: entities, visible: visible)
    var walking = InterestCrowd(in: room, isWalking: true)
    var standing = InterestCrowd(in: room, isWalking: false)
    guard let reference = InterestReference(in: room) else { return nil }
    let warmUp = 20
    _ = walking.measure(ticks: warmUp)
    _ = standing.measure(ticks: warmUp)
    _ = reference.measure(ticks: warmUp)
    var samples: (ours: [Double], standing: [Double], reference: [Double]) = ([], [], [])
    for _ in 0..<runs {
      samples.ours.append(walking.measure(ticks: ticks))
      samples.reference.append(reference.measure(ticks: ticks))
      samples.standing.append(standing.measure(ticks: ticks))
    }
    let sight = walking.sight()
    let referenceSight = reference.sight()
    return InterestReport(
      entities: entities, ticks: ticks, runs: runs, ours: .init(of: samples.ours),
      oursStanding: .init(of: samples.standing), reference: .init(of: samples.reference),
      visible: sight.visible, referenceVisible: referenceSight.visible, changes: sight.changes,
      referenceChanges: referenceSight.changes)
  }
}
