import Cluster
import Model
import NIOCore
import Shard
import Wire
import World

/// What a shard does in every tick, on one thread.
enum SteadyScenes {
  private static let ticks = 100

  /// Movement, interest and differences of 400 players.
  static func tick() -> Double {
    var crowd = Crowd()
    let count = AllocationCounter.count {
      for _ in 0..<ticks { crowd.step([]) }
    }
    return Double(count) / Double(ticks)
  }

  /// The snapshots of 400 players, in a batch for their gateway.
  static func snapshots() -> Double {
    var crowd = Crowd()
    var desk = SnapshotDesk(
      region: Crowd.region, epoch: Epoch(1), grid: Crowd.grid, shard: ShardID(1))
    var batch = ByteBuffer()
    var sum: UInt64 = 0
    let warm = 20
    for number in 0..<(warm + ticks) {
      crowd.step([])
      let count = AllocationCounter.count {
        let part = ViewPart(number: UInt64(number + 1), isWhole: number == 0)
        write(&desk, crowd.simulation, at: crowd.lastTick, part: part, to: &batch)
      }
      if number >= warm { sum += count }
    }
    precondition(batch.readableBytes > 400 * 30 * 5, "everybody is shown the others")
    return Double(sum) / Double(ticks)
  }

  private static func write(
    _ desk: inout SnapshotDesk, _ simulation: borrowing Simulation, at tick: Tick, part: ViewPart,
    to batch: inout ByteBuffer
  ) {
    batch.clear()
    desk.begin(tick, simulation: simulation, heard: []) { _ in nil }
    for observer in simulation.observers {
      let character = CharacterID(simulation.id(at: observer.index).rawValue)
      let route = RegionAuthority.OutputRoute(
        session: SessionAddress(
          character: character, generation: SessionGeneration(1), gateway: GatewayID(1)),
        sequence: HandoffSequence(1), acknowledged: InputSequence(1), counters: InputCounters())
      _ = desk.append(
        for: observer, part: part, vitals: nil, route: route, simulation: simulation,
        to: &batch)
    }
  }

  /// What a character is on its way to a neighbour: packed here and read there.
  static func handoff() -> (packed: Double, read: Double) {
    let crowd = Crowd()
    var frame = ByteBuffer()
    frame.reserveCapacity(1 << 20)
    var packed: UInt64 = 0
    var read: UInt64 = 0
    for observer in crowd.simulation.observers {
      frame.clear()
      packed += AllocationCounter.count {
        let body = crowd.simulation.departing(at: observer)
        let state = CharacterState(body, name: "Somebody of the crowd", tick: crowd.lastTick)
        ClusterCodec.append(.handoffOffer(offer(of: state)), to: &frame)
      }
      let arrived = frame
      read += AllocationCounter.count {
        var offers = 0
        do {
          try ClusterCodec.decode(frame: arrived) { message throws(WireError) in
            if case .handoffOffer(let offer) = message, offer.state.kind > 0 { offers += 1 }
          }
        } catch { offers = 0 }
        precondition(offers == 1, "what was packed can be read")
      }
    }
    let count = Double(crowd.simulation.observers.count)
    return (Double(packed) / count, Double(read) / count)
  }

  private static func offer(of state: CharacterState) -> HandoffOffer {
    HandoffOffer(
      id: HandoffID(source: Crowd.region, epoch: Epoch(1), counter: 1), target: Crowd.region,
      targetEpoch: Epoch(1),
      session: SessionAddress(
        character: state.character, generation: SessionGeneration(1), gateway: GatewayID(1)),
      sequence: HandoffSequence(2), valueVersion: ValueVersion(1), state: state)
  }
}
