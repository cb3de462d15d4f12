import Foundation
import Testing

@testable import Supervisor

@Suite struct SignalTests {
  @Test(arguments: ["KILL", "kill", "SIGKILL", "9"])
  func namesAndNumbersAreRead(_ name: String) throws {
    let signal = try Signal(name: name)
    #expect(signal.number == SIGKILL)
    #expect(signal.description == "KILL")
  }

  @Test(arguments: ["", "SIG", "KILLER", "0", "-9", "64", "9 "])
  func othersAreRefused(_ name: String) {
    #expect(throws: SupervisorError.unknownSignal(name)) { try Signal(name: name) }
    #expect(SupervisorError.unknownSignal(name).exitStatus == 2)
  }
}
