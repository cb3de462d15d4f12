import Model
import NIOCore
import Wire

/// What a bot does next.
struct BotOrder: Hashable {
  var motion: WireMotion?
  var deed: WireDeed?
}

/// Decides where a bot walks, and whom it fights.
enum Pilot {
  case wander(Wanderer)
  case cross(BorderCrosser)
  case fight(Fighter)
  case gather(Gatherer)
  case loot(Looter)

  /// The next thing to do, asked for each input.
  mutating func next(from position: Position) -> BotOrder {
    switch self {
    case .wander(var wanderer):
      defer { self = .wander(wanderer) }
      return BotOrder(motion: wanderer.next())
    case .cross(var crosser):
      defer { self = .cross(crosser) }
      return BotOrder(motion: crosser.next(from: position))
    case .fight(var fighter):
      defer { self = .fight(fighter) }
      return fighter.next(from: position)
    case .gather(var gatherer):
      defer { self = .gather(gatherer) }
      return BotOrder(motion: gatherer.next(from: position))
    case .loot(var looter):
      defer { self = .loot(looter) }
      return looter.next(from: position)
    }
  }

  /// Takes in what the character sees, for those who look.
  mutating func saw(_ frame: ByteBuffer) {
    switch self {
    case .fight(var fighter):
      guard let snapshot = Self.snapshot(in: frame) else { return }
      fighter.saw(snapshot)
      self = .fight(fighter)
    case .loot(var looter):
      guard let snapshot = Self.snapshot(in: frame) else { return }
      looter.saw(snapshot)
      self = .loot(looter)
    case .wander, .cross, .gather: break
    }
  }

  private static func snapshot(in frame: ByteBuffer) -> Snapshot? {
    guard case .snapshot(let snapshot)? = try? ClientCodec.decodeServer(frame) else { return nil }
    return snapshot
  }
}

/// Walks one way for a while, then another.
struct Wanderer {
  private var random: SeededGenerator
  private var heading = WireMotion.stand
  private var left = 0
  private let inputsPerSecond: Int

  init(seed: UInt64, inputsPerSecond: Int) {
    random = SeededGenerator(seed: seed)
    self.inputsPerSecond = inputsPerSecond
  }

  mutating func next() -> WireMotion {
    if left == 0 {
      left = inputsPerSecond + Int(random.below(UInt32(2 * inputsPerSecond)))
      heading = .heading(dx: component(), dy: component())
    }
    left -= 1
    return heading
  }

  private mutating func component() -> Int8 { Int8(Int(random.below(255)) - 127) }
}
