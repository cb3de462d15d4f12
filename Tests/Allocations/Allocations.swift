import Foundation

/// Counts what the hot paths allocate, and compares it with thresholds that are checked in. Such
/// counts do not depend on how busy the machine is.
///
///     Allocations --check FILE     prints every count; status 1 when one exceeds its threshold
///     Allocations --write FILE     sets the thresholds of this build a little above the counts
@main
enum Allocations {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2, let path = arguments.last,
      ["--check", "--write"].contains(arguments.first)
    else { end("usage: Allocations --check|--write FILE", status: 2) }
    let measured = try await measure()
    for (scene, count) in measured.sorted(by: { $0.key < $1.key }) {
      print("\(scene): \(Thresholds.text(count)) allocations")
    }
    var thresholds = try Thresholds(contentsOf: path)
    if arguments.first == "--write" {
      thresholds.own = measured.mapValues(Thresholds.above)
      return try thresholds.write(to: path)
    }
    let excesses = thresholds.excesses(of: measured)
    for excess in excesses { print("too many: \(excess)") }
    if !excesses.isEmpty { end("the thresholds stand in \(path)", status: 1) }
  }

  private static func measure() async throws -> [String: Double] {
    guard AllocationCounter.count({ keep([1, 2, 3]) }) > 0 else {
      end("allocations are not counted here", status: 3)
    }
    let handoff = SteadyScenes.handoff()
    let relay = try await RelayScenes.run()
    return [
      "tick of 400 players who walk": SteadyScenes.tick(),
      "snapshots of 400 players in a tick": SteadyScenes.snapshots(),
      "tick of a region, traces off": TraceScenes.off(),
      "tick of a region, traces watched": TraceScenes.watched(),
      "tick of a region, traces recorded": TraceScenes.all(),
      "handoff, packed": handoff.packed,
      "handoff, read": handoff.read,
      "gateway, round trip of a probe": relay.probe,
      "gateway, update of a player": relay.update,
    ]
  }

  /// Takes an array that the compiler cannot do without.
  @inline(never)
  private static func keep(_ array: [Int]) { kept = array.map { $0 + CommandLine.arguments.count } }

  nonisolated(unsafe) private static var kept: [Int] = []

  private static func end(_ reason: String, status: Int32) -> Never {
    print(reason)
    exit(status)
  }
}
