import Model
import World

/// Two regions side by side that show each other their entities and send each other their deeds,
/// as the regions of a cluster do, and hand players over when they cross.
struct BorderWorld: ~Copyable {
  var west: Simulation
  var east: Simulation
  private(set) var tick: UInt64 = 1_000
  private(set) var events: [WorldEvent] = []
  /// Every deed that went over the border, and back.
  private(set) var deeds: [BorderDeed] = []
  /// Deeds are kept back while it is set, as by a slow line.
  var isLineSlow = false
  private var toWest: [Intent] = []
  private var toEast: [Intent] = []
  private var slow: [(isEast: Bool, intent: Intent)] = []

  static let westID = RegionID(map: Maps.map, column: 0, row: 0)
  static let eastID = RegionID(map: Maps.map, column: 1, row: 0)
  static let grid = RegionGrid(
    map: Maps.map, columns: 2, rows: 1, edgeUnits: 512, viewRadiusUnits: 240)

  init(places: Places, rules: CombatRules = Bestiary.rules, seed: UInt64 = 1) {
    var all = Rules()
    all.combat = rules
    all.items = Bestiary.items
    func region(_ id: RegionID) -> Simulation {
      Simulation(
        grid: Self.grid, region: id, collision: Maps.open(Self.grid), rules: all, places: places,
        epoch: Epoch(1), seed: seed)
    }
    west = region(Self.westID)
    east = region(Self.eastID)
  }

  mutating func run(west westward: [Intent] = [], east eastward: [Intent] = [], ticks: Int = 1) {
    events = []
    for number in 0..<ticks {
      tick += 1
      let first = number == 0
      let westIntents = toWest + (first ? westward : [])
      let eastIntents = toEast + (first ? eastward : [])
      toWest = []
      toEast = []
      west.step(westIntents, at: Tick(tick))
      east.step(eastIntents, at: Tick(tick))
      events += west.events + east.events
      exchange()
    }
  }

  private mutating func exchange() {
    if !isLineSlow {
      for (isEast, intent) in slow {
        if isEast { toEast.append(intent) } else { toWest.append(intent) }
      }
      slow = []
    }
    toEast += Self.shown(of: west, to: Self.eastID)
    toWest += Self.shown(of: east, to: Self.westID)
    carry(west.effects, isFromWest: true)
    carry(east.effects, isFromWest: false)
  }

  private mutating func carry(_ effects: [Effect], isFromWest: Bool) {
    for effect in effects {
      guard case .border(let deed, let region) = effect else { continue }
      precondition(region == (isFromWest ? Self.eastID : Self.westID))
      deeds.append(deed)
      if isLineSlow {
        slow.append((isFromWest, .deed(deed)))
      } else if isFromWest {
        toEast.append(.deed(deed))
      } else {
        toWest.append(.deed(deed))
      }
    }
  }

  private static func shown(of simulation: borrowing Simulation, to region: RegionID) -> [Intent] {
    simulation.withBorder(toward: region) { border in
      var intents: [Intent] = []
      for slot in border.vanished {
        intents.append(.ghostVanish(simulation.id(at: slot), from: simulation.region))
      }
      for slot in border.appeared {
        let body = simulation.body(at: simulation.slot(at: Int(slot)))
        intents.append(.ghostAppear(body, from: simulation.region))
      }
      for slot in border.moved {
        let pose = simulation.pose(at: slot)
        intents.append(.ghostMove(simulation.id(at: slot), pose.position, facing: pose.facing))
      }
      for slot in border.changed {
        intents.append(.ghostVitals(simulation.id(at: slot), simulation.shown(at: slot)))
      }
      return intents
    }
  }

  /// What players lost in health.
  var lost: Int32 {
    events.reduce(0) { $0 + ($1.kind == .damage && !$1.target.isCreature ? $1.amount : 0) }
  }

  func count(_ kind: WorldEvent.Kind, of target: EntityID? = nil) -> Int {
    events.count { $0.kind == kind && (target == nil || $0.target == target) }
  }
}
