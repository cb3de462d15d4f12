import Cluster
import Model
import Wire

/// What a player says, and what it wishes about its belongings.
extension Session {
  /// The player says something. What was said too fast is not.
  func say(_ say: Say) {
    guard isPlaying else { return }
    switch chat.says(say.text, now: desk.now) {
    case .free: break
    case .muted(let milliseconds):
      client?.tell(.notice(.muted(milliseconds: milliseconds)))
      return
    case .silenced(let milliseconds):
      client?.tell(.notice(.silenced(milliseconds: milliseconds)))
      return
    }
    let line = ChatLine(
      channel: say.channel, character: login.character, name: login.name, text: say.text,
      to: say.to)
    switch say.channel {
    case .near: sayNear(say.text)
    case .zone: desk.gateway.sayToAll(line, on: route.region.map)
    case .whisper:
      if !desk.gateway.whisper(line, now: desk.now) {
        client?.tell(.notice(.nobodyThere(say.to)))
      }
    }
  }

  /// The region knows who stands near.
  private func sayNear(_ text: String) {
    guard let owner = desk.directory.owner(of: route.region) else {
      client?.tell(
        .notice(Notice(.regionAway, "Nobody hears you: this region is on its way up.")))
      return
    }
    let session = SessionAddress(
      character: login.character, generation: login.generation, gateway: desk.gateway.id)
    desk.send(
      .say(
        SessionSay(session: session, region: route.region, epoch: owner.epoch, text: text)),
      to: owner.shard)
  }

  /// The player wishes something about what it owns: its region knows. Whoever asks too fast, or
  /// while the region is on its way up, asks again.
  func request(_ request: ValueRequest) {
    guard isPlaying else { return }
    // Log-ins only grow: one that is yet to come would make all before it old.
    guard request.login <= login.generation.rawValue else {
      client?.tell(
        .answer(
          ValueAnswer(
            number: request.number, login: request.login, code: .badRequest,
            text: "There was no such log-in.")))
      return
    }
    guard requests.take(now: desk.now), let owner = desk.directory.owner(of: route.region) else {
      client?.tell(
        .answer(
          ValueAnswer(
            number: request.number, login: request.login, code: .tryAgain,
            text: "In a moment.", againMilliseconds: 1_000)))
      return
    }
    let session = SessionAddress(
      character: login.character, generation: login.generation, gateway: desk.gateway.id)
    desk.send(
      .request(
        SessionRequest(
          session: session, region: route.region, epoch: owner.epoch, request: request)),
      to: owner.shard)
  }

  /// A line said to the whole map.
  func hear(_ line: ChatLine, on map: MapID) {
    if joinedMap == map { client?.tell(.chatLine(line)) }
  }

  /// What storage says of mutes of the player: for so long, or with 0 not at all. Of answers that
  /// come in another order than their questions, the later question's counts.
  func silence(milliseconds: Int64, question: Int) {
    guard chat.silenceQuestion < question else { return }
    chat.silenceQuestion = question
    chat.silencedUntil = milliseconds > 0 ? desk.now + .milliseconds(milliseconds) : nil
  }
}
