import Foundation

/// How often each scene may allocate, in debug and in release mode: `Tests/Fixtures/allocations.json`.
struct Thresholds: Codable {
  var debug: [String: Double]
  var release: [String: Double]

  /// Those of this build.
  var own: [String: Double] {
    get {
      #if DEBUG
        debug
      #else
        release
      #endif
    }
    set {
      #if DEBUG
        debug = newValue
      #else
        release = newValue
      #endif
    }
  }

  init(contentsOf path: String) throws {
    self = try JSONDecoder().decode(
      Thresholds.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
  }

  /// What exceeds its threshold or has none, a sentence each.
  func excesses(of measured: [String: Double]) -> [String] {
    measured.sorted { $0.key < $1.key }.compactMap { scene, count in
      guard let most = own[scene] else {
        return "\(scene): \(Self.text(count)) allocations, and no threshold"
      }
      guard count > most else { return nil }
      return "\(scene): \(Self.text(count)) allocations, at most \(Self.text(most))"
    }
  }

  /// A tenth more than was measured, and a half: what the time of day does to timers and buffers.
  static func above(_ count: Double) -> Double { (count * 11 + 5).rounded(.up) / 10 }

  static func text(_ count: Double) -> String { String(format: "%.2f", count) }
}
