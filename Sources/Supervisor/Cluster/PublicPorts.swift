/// The ports that people use. The first is the public one; the others follow from it.
public struct PublicPorts: Hashable, Sendable {
  public static let usual = 7777
  /// Ports of one gateway lie this far from those of the one before it.
  static let gatewayStride = 10

  /// The page and WebSocket of the first gateway; 0: any from which on all are free, chosen when the
  /// cluster starts (`up.json` says which).
  public let play: Int

  public init(play: Int = usual) { self.play = play }

  /// The largest first port that leaves room for the others.
  public static let playMax = 65_535 - gatewayStride * SupervisorLimits.gatewaysMax

  func play(ofGateway number: Int) -> Int { play + Self.gatewayStride * (number - 1) }
  func tcp(ofGateway number: Int) -> Int { play(ofGateway: number) + 1 }
  var admin: Int { play + 3 }

  /// Below the private ones, for the same reason (`PrivatePorts`).
  private static let range = 12_000..<19_000
  private static let attemptsMax = 100

  /// Ports that nobody listens on, different at every call.
  static func free(
    gateways: Int, on address: String
  ) async throws(SupervisorError) -> PublicPorts {
    for _ in 0..<attemptsMax {
      let ports = PublicPorts(play: .random(in: range))
      do {
        try await ports.check(gateways: gateways, on: address)
        return ports
      } catch .portTaken {
        continue
      }
    }
    throw .noFreePorts
  }

  /// Opens each of them for a moment to see that it can be had.
  func check(gateways: Int, on address: String) async throws(SupervisorError) {
    for number in 1...gateways {
      try await PrivatePorts.check(play(ofGateway: number), on: address, purpose: "players")
      try await PrivatePorts.check(tcp(ofGateway: number), on: address, purpose: "TCP players")
    }
    try await PrivatePorts.check(admin, on: address, purpose: "admin")
  }
}
