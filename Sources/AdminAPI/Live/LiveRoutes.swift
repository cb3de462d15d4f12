import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

extension AdminFeature {
  /// The cluster as it changes.
  public static func live(_ feed: LiveFeed, access: StaffAccess) -> AdminFeature {
    AdminFeature([
      AdminRoute(
        method: .get, path: "/api/live", permission: .viewCluster,
        summary: "What /api/cluster answers, once a second, as server-sent events.",
        query: [
          .init(
            name: "max", shape: .integer(min: 1, max: AdminLimits.liveEventsMax),
            summary: "End after so many events; without it, when the session ends.")
        ], answerType: "text/event-stream"
      ) { request in
        guard let events = feed.watch() else {
          throw AdminRefusal(
            .overloaded, "Too many people watch at this moment.", retryAfterMilliseconds: 5_000)
        }
        let session = LiveSession(request, access: access)
        let line = LiveAnswer(events: events, eventsLeft: try request.integer("max")) {
          await session.lasts()
        }
        return line.response
      }
    ])
  }
}

/// Whose line it is: whether the session lasts and still grants it.
private struct LiveSession: Sendable {
  let token: String?
  let access: StaffAccess

  init(_ request: AdminRequest, access: StaffAccess) {
    token = request.token
    self.access = access
  }

  /// Looking on is no use of a session: it ends for want of use as it does without a line. What
  /// storage does not say counts as over; the browser asks again.
  func lasts() async -> Bool {
    guard let token else { return true }
    let actor = try? await access.actor(cookie: token, isUse: false)
    return actor?.may(.viewCluster) ?? false
  }
}

/// The answer to somebody who watches, until the session ends, the process stops, the other side
/// goes away or has got what it asked for.
struct LiveAnswer: Sendable {
  let events: AsyncStream<ByteBuffer>
  let eventsLeft: Int64?
  /// Whether the session lasts; asked before each event.
  let lasts: @Sendable () async -> Bool
  /// How long the other side may take to read the rest once the process stops.
  var linger = AdminLimits.liveLinger

  var response: Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        // Proxies that collect answers before they hand them on shall not.
        .xAccelBuffering: "no",
      ],
      body: ResponseBody { writer in try await write(to: &writer) })
  }

  /// Writes until the line is over; who does not read holds up no process that stops.
  @concurrent func write(to writer: inout any ResponseBodyWriter) async throws {
    let outward = Outward(writer: writer)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await send(to: outward) }
      group.addTask {
        try await gracefulShutdown()
        try await Task.sleep(for: linger)
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// A body that another task writes, while the one that has it waits for that.
  private struct Outward: @unchecked Sendable {
    let writer: any ResponseBodyWriter
  }

  @concurrent private func send(to outward: Outward) async throws {
    var writer = outward.writer
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
    var sent: Int64 = 0
    for await event in events.cancelOnGracefulShutdown() {
      guard await lasts() else {
        try await writer.write(ServerSentEvent(name: "over", data: "{}").bytes)
        break
      }
      try await writer.write(event)
      sent += 1
      if sent == eventsLeft { break }
    }
    try await writer.finish(nil)
  }
}
