import Logging
import Model
import NIOCore
import Storage
import Wire

extension SessionDesk {
  /// Does this event loop's share, and says so.
  func perform(_ operation: DeskOperation) {
    let about = sessions.values.filter { $0.isWithin(operation.scope) }
    switch operation.work {
    case .show(let frame): operation.tally.add(reached: about.count { $0.show(frame) })
    case .kick(let error):
      for session in about { session.kick(error) }
      operation.tally.add(reached: about.count)
    case .readMutes: readMutes(of: about, operation.tally)
    }
  }

  /// Asks storage whether a player may talk: when its session begins, after the session can be found
  /// here, so that of a mute that is recorded meanwhile either this or the order hears.
  func readMutes(of session: Session) { readMutes(of: [session], nil) }

  private func readMutes(of sessions: [Session], _ tally: OperationTally?) {
    guard !sessions.isEmpty else {
      tally?.add(reached: 0)
      return
    }
    let registry = gateway.logins
    questions += 1
    let question = questions
    let reading = sessions.map { session in
      let bound = NIOLoopBound(session, eventLoop: loop)
      let login = session.login
      return loop.makeFutureWithTask { await registry.silence(of: login) }.map { silence -> Bool in
        guard let silence else { return false }
        bound.value.silence(milliseconds: silence.milliseconds, question: question)
        return true
      }
    }
    EventLoopFuture.whenAllSucceed(reading, on: loop).whenSuccess { known in
      tally?.add(reached: known.count { $0 }, hasFailed: known.contains(false))
    }
  }
}

/// How long a player may not talk yet.
struct Silence: Hashable, Sendable {
  /// 0: it may.
  let milliseconds: Int64
}

extension LoginRegistry {
  /// Nil when storage does not say.
  func silence(of login: SessionLogin) async -> Silence? {
    do throws(StorageError) {
      let until = try await store.mutedUntil(
        account: login.account, character: login.character)
      return Silence(milliseconds: max(0, (until ?? 0) - Int64(clamping: wallClock())))
    } catch {
      logger.warning(
        "It is not known whether a player is muted",
        metadata: ["character": "\(login.character)", "error": "\(error)"])
      return nil
    }
  }
}

extension Session {
  /// Whether an operation of this scope is about the one who plays here.
  func isWithin(_ scope: OperationScope) -> Bool {
    switch scope {
    case .everybody: true
    case .map(let map): place.region.map == map
    case .region(let region): place.region == region
    case .character(let character): login.character == character
    case .account(let account): login.account == account
    }
  }
}
