import Model
import Testing
import Wire

@testable import Gateway

/// Wishes about belongings on their way through a gateway.
@Suite("Wishes through a gateway")
struct RequestTests {
  @Test("a log-in that is yet to come has no wishes", arguments: TestPlayer.Transport.allCases)
  func logInsToCome(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run { gateway in
      var (ada, login) = try await gateway.playing(transport, name: "Ada")
      for (number, later) in [(1, login.login + 1), (2, UInt64.max)] as [(UInt64, UInt64)] {
        ada.send(.request(ValueRequest(number: number, login: later, wish: .askBelongings)))
        guard case .answer(let answer) = try await ada.nextMessage() else {
          throw TestGateway.Unexpected()
        }
        #expect(answer.code == .badRequest && answer.number == number && answer.login == later)
      }
      let own = login.login
      ada.send(.request(ValueRequest(number: 3, login: own, wish: .askBelongings)))
      await gateway.region.heard {
        guard case .request(let message) = $0 else { return false }
        return message.request.number == 3 && message.request.login == own
      }
    }
  }
}
