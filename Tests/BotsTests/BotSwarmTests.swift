import FoundationEssentials
import Testing

@testable import Bots

/// Whole swarms against a gateway that does one thing wrong: it must be found, and nothing else.
@Suite struct BotSwarmTests {
  @Test(arguments: BotAddress.Transport.allCases)
  func aGoodServerPasses(_ transport: BotAddress.Transport) async throws {
    let report = try await FakeGateway.swarm(transport, fault: nil, count: 5)
    #expect(report.violations == [])
    #expect(report.ok)
    #expect(report.bots == population(5))
    #expect(report.tickHz == 20)
    #expect(report.inputs.sent > 0)
    #expect(report.inputs.acknowledged == report.inputs.sent)
    #expect(report.inputs.pending == 0 && report.inputs.lost == 0)
    #expect(report.gapMilliseconds.steady.count > 0)
    #expect(report.bytesPerClientSecond.received > 0 && report.bytesPerClientSecond.sent > 0)
    #expect(report.view.entities == 2)
    #expect(report.view.bytesPerEntity > 1)
  }

  private func population(_ count: Int) -> BotsReport.Population {
    var population = BotsReport.Population()
    population.requested = count
    population.connected = count
    return population
  }

  private static let found: [(FakeFault, Violation.Invariant)] = [
    (.losesInput, .inputLost), (.forgetsInput, .inputLost), (.turnsBack, .inputLost),
    (.appliesTwice, .appliedTwice), (.inventsInput, .inputInvented), (.unknownSlot, .unknownSlot),
    (.unknownVanish, .unknownSlot), (.tickBack, .tickWentBack),
    (.sequenceBack, .sequenceWentBack), (.teleports, .teleport), (.garbage, .malformed),
    (.stopsAcknowledging, .inputPending), (.forgetsCharacter, .sessionLost),
    (.isFull, .notConnected),
  ]

  @Test(arguments: found, BotAddress.Transport.allCases)
  func aFaultIsFound(
    _ expected: (fault: FakeFault, invariant: Violation.Invariant),
    _ transport: BotAddress.Transport
  ) async throws {
    let (fault, invariant) = expected
    let report = try await FakeGateway.swarm(transport, fault: fault)
    #expect(!report.ok)
    #expect(report.violations.contains { $0.invariant == invariant && $0.bot == 0 })
    #expect(report.violations.contains { $0.invariant == invariant && $0.bot == 1 })
    let others = report.violations.filter {
      $0.invariant != invariant && !Self.consequences[fault, default: []].contains($0.invariant)
    }
    #expect(others == [])
    if [.losesInput, .forgetsInput].contains(fault) { #expect(report.inputs.lost == 2) }
    #expect((report.inputs.appliedTwice == 2) == (fault == .appliesTwice))
    // Whose character is forgotten may not be back at the end.
    if fault != .forgetsCharacter {
      #expect((report.inputs.pending > 0) == (fault == .stopsAcknowledging))
    }
    #expect((report.bots.connected == 0) == (fault == .isFull))
  }

  /// What a fault breaks beside what it is about.
  private static let consequences: [FakeFault: Set<Violation.Invariant>] = [
    .turnsBack: [.teleport],
    .inventsInput: [.inputLost, .appliedTwice, .inputWentBack],
    .forgetsCharacter: [.inputPending],
  ]

  @Test(arguments: BotAddress.Transport.allCases)
  func aCrashThatTurnsBackIsNoLoss(_ transport: BotAddress.Transport) async throws {
    let report = try await FakeGateway.swarm(transport, fault: .rollsBack)
    #expect(report.violations == [])
    #expect(report.inputs.rolledBack > 2)
    #expect(report.inputs.lost == 0)
    #expect(report.inputs.acknowledged == report.inputs.sent)
  }

  @Test(arguments: BotAddress.Transport.allCases)
  func aLostConnectionIsResumed(_ transport: BotAddress.Transport) async throws {
    let report = try await FakeGateway.swarm(transport, fault: .cutsConnection)
    #expect(report.violations == [])
    #expect(report.bots.disconnects == 2)
    #expect(report.bots.resumed == 2)
    #expect(report.inputs.acknowledged == report.inputs.sent)
  }

  @Test(arguments: BotAddress.Transport.allCases)
  func bordersAreCrossed(_ transport: BotAddress.Transport) async throws {
    let report = try await FakeGateway.swarm(transport, fault: nil, seconds: 6, cross: true)
    #expect(report.violations == [])
    #expect(report.handoffs.completed > 0)
    #expect(report.handoffs.crossShard == report.handoffs.completed)
    #expect(report.handoffs.started == report.handoffs.completed)
    #expect(report.gapMilliseconds.handoff.count == report.handoffs.completed)
  }

  @Test func aRefusedHandoffIsSeen() async throws {
    let report = try await FakeGateway.swarm(.tcp, fault: .refusesHandoff)
    #expect(report.violations == [])
    #expect(report.handoffs.refused == 2)
  }

  @Test func aFullServerIsAskedAgain() async throws {
    let report = try await FakeGateway.swarm(.webSocket, fault: .isFullAtFirst)
    #expect(report.violations == [])
    #expect(report.bots.connected == 2)
  }

  @Test func nobodyThereIsReported() async throws {
    let gateway = try await FakeGateway(.tcp, fault: nil)
    let address = gateway.address
    try await gateway.stop()
    let report = await BotSwarm.run(
      BotsConfiguration(addresses: [address], count: 3, seconds: 0.3, settleSeconds: 0))
    #expect(!report.ok)
    #expect(report.bots.connected == 0)
    #expect(report.violations.map(\.invariant) == [.notConnected, .notConnected, .notConnected])
  }

  @Test func theNextGatewayIsTried() async throws {
    let gone = try await FakeGateway(.tcp, fault: nil)
    let gateway = try await FakeGateway(.webSocket, fault: nil)
    let addresses = [gone.address, gateway.address]
    try await gone.stop()
    let report = await BotSwarm.run(
      BotsConfiguration(addresses: addresses, count: 4, seconds: 4, settleSeconds: 2))
    try await gateway.stop()
    #expect(report.violations == [])
    #expect(report.bots.connected == 4)
  }
}
