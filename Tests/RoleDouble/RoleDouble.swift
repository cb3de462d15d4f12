import Foundation
import NIOCore
import NIOPosix
import Supervisor

/// Stands in for `pangea` in the supervisor's tests: a real process that takes the same flags,
/// answers `/readyz`, and misbehaves as a file in its content folder says.
@main
enum RoleDouble {
  /// What `CONTENT/NAME.behaviour` may hold.
  enum Behaviour: String {
    case good, dies, neverReady, ignoresTerminate
  }

  static func main() async throws {
    let arguments = Arguments(CommandLine.arguments)
    if arguments.verb == "up" { return try await up(arguments) }
    let behaviour = behaviour(arguments)
    print("\(arguments.name) runs", arguments.all.joined(separator: " "))
    print(
      "\(arguments.name) storage \(ProcessInfo.processInfo.environment["PANGEA_STORAGE"] ?? "-")")
    fflush(nil)
    if behaviour == .dies {
      print("\(arguments.name) cannot live like this")
      fflush(nil)
      exit(1)
    }
    if behaviour == .ignoresTerminate { signal(SIGTERM, SIG_IGN) }
    if let port = arguments.number("--operator-port") {
      try await serve(port: port, ready: behaviour != .neverReady)
    }
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  /// A whole cluster of doubles, supervised by a process that a test can kill.
  private static func up(_ arguments: Arguments) async throws {
    guard let data = arguments["--data"], let port = arguments.number("--port") else { exit(2) }
    var settings = ClusterSettings(
      data: DataFolder(path: data), executable: CommandLine.arguments[0])
    settings.ports = PublicPorts(play: port)
    settings.bots = 1
    try await LocalCluster(settings: settings, stream: LogStream()).run()
  }

  private static func behaviour(_ arguments: Arguments) -> Behaviour {
    guard let folder = arguments["--content"],
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(arguments.name).behaviour")
    else { return .good }
    return Behaviour(rawValue: String(decoding: bytes, as: UTF8.self)) ?? .good
  }

  private static func serve(port: Int, ready: Bool) async throws {
    let answer =
      ready
      ? (status: "200 OK", body: #"{"ready":true,"failing":[]}"#)
      : (
        status: "503 Service Unavailable",
        body: #"{"ready":false,"failing":[{"check":"mood","reason":"not today"}]}"#
      )
    let response =
      "HTTP/1.1 \(answer.status)\r\nContent-Length: \(answer.body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n\(answer.body)"
    _ = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Answer(response))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
  }
}

/// The flags of a role.
struct Arguments {
  let all: [String]
  var verb: String { all.first ?? "" }

  init(_ arguments: [String]) { all = Array(arguments.dropFirst()) }

  subscript(flag: String) -> String? {
    guard let index = all.firstIndex(of: flag), index + 1 < all.count else { return nil }
    return all[index + 1]
  }

  func number(_ flag: String) -> Int? { self[flag].flatMap { Int($0) } }

  /// `shard-1`, or `bots`.
  var name: String { self["--number"].map { "\(verb)-\($0)" } ?? verb }
}

/// Answers whatever arrives, then closes.
private final class Answer: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let response: String

  init(_ response: String) { self.response = response }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = context.channel.allocator.buffer(string: response)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    context.close(promise: nil)
  }
}
