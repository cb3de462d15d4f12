import Bots
import Foundation
import Logging
import NIOCore
import NIOPosix
import Testing
import Wire

@testable import Supervisor

/// What no log of any process holds, at the most talkative level: passwords, tokens, cookies, secrets
/// of second factors, what operators write to players, names and words of players.
extension RealProcesses {
  @Suite(.serialized) struct LogSecretsTests {
    private struct Answer {
      var status: Int
      var head: String
      var body: String

      /// A text member of the JSON.
      func member(_ name: String) -> String? {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return object?[name] as? String
      }
    }

    private func ask(
      _ address: String, _ method: String, _ path: String, _ json: String = "",
      headers: [String] = []
    ) async throws -> Answer {
      let port = try #require(URL(string: address)?.port)
      let lines =
        ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + headers
        + (json.isEmpty
          ? [] : ["Content-Type: application/json", "Content-Length: \(json.utf8.count)"])
      let question = lines.joined(separator: "\r\n") + "\r\n\r\n" + json
      let answer = try #require(
        await Exchange.loopback(port: port).ask(question, within: .seconds(20)) { _ in false })
      let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
      return Answer(
        status: Int(answer.split(separator: " ").dropFirst().first ?? "") ?? 0,
        head: String(parts.first ?? ""),
        body: String(
          (parts.count > 1 ? parts[1] : "").split(separator: "\r\n").first { $0.hasPrefix("{") }
            ?? ""))
    }

    /// `name=value` of the cookie that an answer sets.
    private func cookie(_ answer: Answer) -> String? {
      answer.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("set-cookie:") }
        .flatMap { $0.split(separator: ":", maxSplits: 1).last }
        .flatMap { $0.split(separator: ";").first }.map {
          $0.trimmingCharacters(in: .whitespaces)
        }
    }

    @Test func noLogHoldsWhatIsSecretOrPersonal() async throws {
      let up = try await RunningCluster.start(["--log-level", "trace"])
      let document = try up.document()
      let gateway = document.addresses.play.replacingOccurrences(of: "ws://", with: "http://")
      let admin = document.addresses.admin
      var secrets: [String: String] = [
        "operator's password": document.admin.password,
        "player's password": "correct-horse-battery-9f3a", "player's name": "Zaphodine",
        "wrong password": "wrong-horse-battery-77aa", "token of a bad request": "tok3n-b4d-5ecret",
        "kick's words": "You-smell-of-elderberries", "announcement": "The-walrus-rests-at-noon",
        "staff's password": "staff-horse-battery-51bc",
        "staff's wrong password": "not-staff-horse-17",
        "reason": "because-of-the-quokka", "staff's code": "918273",
        "whisper": "the-key-is-under-the-mat", "words to those near": "i-live-in-mill-lane",
        "words to the map": "call-me-at-half-past-nine", "guest's name": "Trilliansa",
        "somebody's name": "Slartibart",
      ]
      try await play(gateway, beside: admin, &secrets)
      try await talk(at: document.addresses.tcp, secrets)
      let bots = try await up.bots(["--count", "5", "--seconds", "5", "--cross"])
      #expect(bots.status == 0)
      let basic =
        "Authorization: Basic "
        + Data("\(document.admin.user):\(document.admin.password)".utf8).base64EncodedString()
      secrets["operator's header"] = String(basic.split(separator: " ").last ?? "")
      try await enterStaff(admin, as: basic, &secrets)
      try await order(admin, as: basic, secrets)
      try await Task.sleep(for: .seconds(2))
      _ = try await up.stop()
      try search(DataFolder(path: up.data).logs, for: secrets)
    }

    /// A new account, a log-in, one with a wrong password, and what is no request.
    private func play(
      _ gateway: String, beside admin: String, _ secrets: inout [String: String]
    ) async throws {
      func secret(_ what: String) -> String { secrets[what] ?? "" }
      let player =
        #"{"name":"\#(secret("player's name"))","password":"\#(secret("player's password"))"}"#
      #expect(try await ask(gateway, "POST", "/api/register", player).status / 100 == 2)
      let login = try await ask(gateway, "POST", "/api/login", player)
      let session: String = try #require(login.member("token"), "\(login)")
      secrets["player's token"] = session
      _ = try await ask(
        gateway, "POST", "/api/login",
        player.replacingOccurrences(
          of: secret("player's password"), with: secret("wrong password")))
      for address in [gateway, admin] {
        _ = try await ask(
          address, "GET", "/api/nothing?token=\(secret("token of a bad request"))",
          headers: ["Authorization: Bearer \(secret("token of a bad request"))"])
      }
    }

    /// A guest who says something to one alone, to those near, and to the whole map.
    private func talk(at address: String, _ secrets: [String: String]) async throws {
      func secret(_ what: String) -> String { secrets[what] ?? "" }
      let name = secret("guest's name")
      let place = try #require(BotAddress(address))
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      let loop = group.next()
      let (joined, join) = AsyncStream<Void>.makeStream()
      let guest = try await loop.submit {
        let client = BotClient(
          addresses: [place], name: name, seed: 1, on: loop,
          logger: Logger(label: "guest")
        ) { if case .joined = $0 { join.yield() } }
        client.connect()
        return NIOLoopBound(client, eventLoop: loop)
      }.get()
      for await _ in joined { break }
      for line in [
        Say(channel: .near, text: secret("words to those near")),
        Say(channel: .zone, text: secret("words to the map")),
        Say(channel: .whisper, text: secret("whisper"), to: secret("somebody's name")),
      ] {
        try await loop.submit { guest.value.say(line) }.get()
        try await Task.sleep(for: .milliseconds(300))
      }
      try await loop.submit { guest.value.leave() }.get()
      try await group.shutdownGracefully()
    }

    /// An account of staff, a session, half a second factor.
    private func enterStaff(
      _ admin: String, as basic: String, _ secrets: inout [String: String]
    ) async throws {
      func secret(_ what: String) -> String { secrets[what] ?? "" }
      let made = try await ask(
        admin, "POST", "/api/staff",
        #"{"name":"ada","role":"gm","password":"\#(secret("staff's password"))"}"#,
        headers: [basic])
      #expect(made.status / 100 == 2, "\(made)")
      let staff = #"{"user":"ada","password":"\#(secret("staff's password"))"}"#
      _ = try await ask(
        admin, "POST", "/api/session",
        staff.replacingOccurrences(
          of: secret("staff's password"), with: secret("staff's wrong password")))
      let opened = try await ask(admin, "POST", "/api/session", staff)
      let given: String = try #require(cookie(opened), "\(opened)")
      secrets["staff's cookie"] = String(given.split(separator: "=", maxSplits: 1).last ?? "")
      let token = opened.member("csrf_token") ?? opened.member("token") ?? ""
      if !token.isEmpty { secrets["staff's token"] = token }
      let means = ["Cookie: \(given)", "X-CSRF-Token: \(token)"]
      let factor = try await ask(
        admin, "POST", "/api/session/factor",
        #"{"password":"\#(secret("staff's password"))"}"#, headers: means)
      let shown: String = try #require(factor.member("secret"), "\(factor)")
      secrets["second factor"] = shown
      _ = try await ask(
        admin, "POST", "/api/session/factor/confirm",
        #"{"code":"\#(secret("staff's code"))"}"#, headers: means)
    }

    /// Operations with words.
    private func order(
      _ admin: String, as basic: String, _ secrets: [String: String]
    ) async throws {
      func secret(_ what: String) -> String { secrets[what] ?? "" }
      for (kind, body) in [
        ("announce", #""scope":"everybody","style":"line","text":"\#(secret("announcement"))""#),
        ("kick", #""scope":"character/1","message":"\#(secret("kick's words"))""#),
        ("mute", #""scope":"character/1","seconds":60"#),
      ] {
        let asked = try await ask(
          admin, "POST", "/api/operations/\(kind)",
          #"{\#(body),"reason":"\#(secret("reason"))"}"#, headers: [basic])
        #expect(asked.status == 202, "\(asked)")
      }
    }

    private func search(_ folder: String, for secrets: [String: String]) throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.count >= 4, "\(names)")
      for name in names {
        let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
        let log = String(decoding: bytes, as: UTF8.self)
        for (what, words) in secrets where !words.isEmpty {
          let line = log.split(separator: "\n").first { $0.contains(words) }
          #expect(line == nil, "\(name) holds \(what): \(line ?? "")")
        }
      }
    }
  }
}
