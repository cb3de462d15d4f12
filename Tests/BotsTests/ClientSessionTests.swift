import Model
import Testing
import Wire

@testable import Bots

/// Transcripts of the log-in: message in, action out.
@Suite struct ClientSessionTests {
  private var session = ClientSession(name: "Bot")

  private func loggedIn(_ character: UInt64, last: UInt64 = 0, resumed: Bool = false)
    -> ServerMessage
  {
    .loggedIn(
      LoggedIn(
        account: AccountID(1), character: CharacterID(character), name: "Bot",
        resumeToken: [UInt8(character)], lastInput: InputSequence(last), resumed: resumed))
  }

  private let joined = Joined(
    character: CharacterID(5),
    grid: RegionGrid(map: MapID(1), columns: 1, rows: 1, edgeUnits: 1024, viewRadiusUnits: 480),
    mapName: "town")

  private mutating func play(_ character: UInt64) {
    _ = session.opened()
    _ = session.received(.welcome(Welcome()))
    _ = session.received(loggedIn(character))
    _ = session.received(.joined(joined))
  }

  @Test mutating func aGuestLogsInStepByStep() {
    #expect(session.input(.stand) == nil)
    #expect(session.opened() == .hello(version: 1, client: "pangea-bots"))
    #expect(session.received(loggedIn(5)) == .none)
    #expect(session.received(.welcome(Welcome())) == .send(.guestLogin(name: "Bot")))
    #expect(session.received(loggedIn(5)) == .send(.join(CharacterID(5))))
    #expect(session.phase == .joining)
    #expect(session.received(.joined(joined)) == .play(joined, inputs: [], isResumed: false))
    #expect(session.input(.stand)?.sequence == InputSequence(1))
  }

  @Test mutating func whatNobodyAcknowledgedIsSentAgain() {
    play(5)
    let inputs = (0..<5).compactMap { _ in session.input(.stand) }
    #expect(session.acknowledged(InputSequence(2)) == 2)
    session.closed()
    #expect(session.input(.stand) == nil)
    _ = session.opened()
    #expect(session.received(.welcome(Welcome())) == .send(.resumeLogin(token: [5])))
    #expect(session.received(loggedIn(5, last: 2)) == .send(.join(CharacterID(5))))
    let again = Array(inputs[2...])
    #expect(session.received(.joined(joined)) == .play(joined, inputs: again, isResumed: true))
    #expect(session.pendingCount == 3)
    #expect(session.input(.stand)?.sequence == InputSequence(6))
    #expect(session.acknowledged(InputSequence(100)) == 4)
  }

  @Test mutating func numbersGoOnWhereTheServerSays() {
    _ = session.opened()
    _ = session.received(.welcome(Welcome()))
    _ = session.received(loggedIn(5, last: 41))
    _ = session.received(.joined(joined))
    #expect(session.input(.stand)?.sequence == InputSequence(42))
  }

  @Test mutating func anUnknownTokenMeansANewCharacter() {
    play(5)
    _ = session.input(.stand)
    session.closed()
    _ = session.opened()
    _ = session.received(.welcome(Welcome()))
    let refusal = ServerMessage.error(ClientError(.badToken, "", isFatal: false))
    #expect(session.received(refusal) == .restart(.guestLogin(name: "Bot"), lost: 1))
    #expect(session.received(loggedIn(6)) == .send(.join(CharacterID(6))))
    #expect(session.received(.joined(joined)) == .play(joined, inputs: [], isResumed: false))
    #expect(session.input(.stand)?.sequence == InputSequence(1))
  }

  @Test mutating func aFullServerIsAskedAgain() {
    _ = session.opened()
    _ = session.received(.welcome(Welcome()))
    let full = ServerMessage.error(
      ClientError(.full, "", retryAfterMilliseconds: 700, isFatal: false))
    #expect(session.received(full) == .retry(afterMilliseconds: 700))
    #expect(session.loginAgain() == .guestLogin(name: "Bot"))
    _ = session.received(loggedIn(5))
    #expect(session.loginAgain() == nil)
    // In line for a region: the server goes on by itself.
    #expect(session.received(full) == .none)
    #expect(session.received(.joined(joined)) == .play(joined, inputs: [], isResumed: false))
    #expect(session.received(full) == .none)
    #expect(session.input(.stand) != nil)
  }

  @Test mutating func whatTheServerCouldNotKeepIsSentAgain() {
    play(5)
    let inputs = (0..<3).compactMap { _ in session.input(.stand) }
    let refusal = ServerMessage.error(
      ClientError(.rateLimited, "", retryAfterMilliseconds: 1000, isFatal: false))
    #expect(session.received(refusal) == .resend(afterMilliseconds: 1000))
    #expect(session.received(refusal) == .none)
    #expect(session.input(.stand) == nil)
    #expect(session.resend() == inputs)
    #expect(session.resend() == [])
    #expect(session.input(.stand)?.sequence == InputSequence(4))
    let gap = ServerMessage.error(ClientError(.badInput, "", isFatal: false))
    #expect(session.received(gap) == .resend(afterMilliseconds: 250))
    #expect(session.resend().count == 4)
  }

  @Test mutating func aCharacterThatIsGoneMeansANewConnection() {
    play(5)
    _ = session.input(.stand)
    let gone = ServerMessage.error(ClientError(.unknownCharacter, "", isFatal: true))
    #expect(session.received(gone) == .restart(nil, lost: 1))
    session.closed()
    _ = session.opened()
    #expect(session.received(.welcome(Welcome())) == .send(.guestLogin(name: "Bot")))
  }

  @Test mutating func aLogInThatCannotSucceedIsNotRepeated() {
    _ = session.opened()
    _ = session.received(.welcome(Welcome()))
    let badName = ServerMessage.error(ClientError(.badName, "", isFatal: false))
    #expect(session.received(badName) == .disconnect)
  }

  @Test mutating func fatalErrorsDisconnectAndTakeOverEnds() {
    play(5)
    let shutdown = ServerMessage.error(
      ClientError(.shuttingDown, "", retryAfterMilliseconds: 900, isFatal: true))
    #expect(session.received(shutdown) == .disconnect)
    #expect(session.retryAfterMilliseconds == 900)
    session.closed()
    #expect(session.phase == .disconnected)
    play(5)
    let takenOver = ServerMessage.error(ClientError(.takenOver, "", isFatal: true))
    #expect(session.received(takenOver) == .disconnect)
    session.closed()
    #expect(session.phase == .over)
  }

  @Test mutating func inputsThatWaitAreBounded() {
    play(5)
    for _ in 0..<Limits.pendingInputsMax { #expect(session.input(.stand) != nil) }
    #expect(session.input(.stand) == nil)
    #expect(session.acknowledged(InputSequence(1)) == 1)
    #expect(session.input(.stand)?.sequence.rawValue == UInt64(Limits.pendingInputsMax) + 1)
  }
}
