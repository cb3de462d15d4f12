/// What one gateway takes from all its players, and from each. Settings: the defaults suit a
/// machine of its own with a few thousand players, hundreds of which may share an address.
///
/// Whatever is refused because of a limit is counted in `pangea_gateway_drops_total{reason}` or
/// `pangea_gateway_errors_total{code}`.
public struct GatewayLimits: Sendable, Hashable {
  // Connections.

  /// Connections at once on this gateway. More: FULL (TCP), 503 (HTTP), then closed.
  public var connectionsMax = 20_000
  /// Connections at once from one address (IPv6: one /64). More: RATE_LIMITED (TCP), 429 (HTTP).
  public var connectionsPerAddressMax = 4_000
  /// Addresses remembered at once. More: refused like a full server.
  public var addressesMax = 65_536

  // Log-ins.

  /// Log-ins per second from one address, and how many may come at once. More: RATE_LIMITED.
  public var loginsPerAddressPerSecondMax = 200
  public var loginsPerAddressBurstMax = 2_000
  /// Log-ins that the gateway begins per second, so that a crowd coming back does not drown
  /// storage. More wait.
  public var loginsPerSecondMax = 400
  /// Log-ins that wait at once. More: FULL with a time to come back.
  public var loginsWaitingMax = 4_000

  // What one client sends. A flood gets RATE_LIMITED and is closed.

  /// The longest message from a client in bytes. Longer: OVERSIZE, then closed.
  public var frameBytesMax = 4_096
  /// Inputs per second and at once; a client that resends after a resume needs the burst.
  public var inputsPerSecondMax = 20
  public var inputsBurstMax = 256
  /// Probes per second and at once.
  public var probesPerSecondMax = 20
  public var probesBurstMax = 40
  /// Lines of chat per second and at once. More: the player is muted for a while, and told.
  public var linesPerSecondMax = 1
  public var linesBurstMax = 6
  /// Requests about belongings per second and at once. More: the client is told to ask again.
  public var requestsPerSecondMax = 10
  public var requestsBurstMax = 20
  /// Traces that begin per second at each event loop without an operator having asked: those that
  /// clients ask for, and those drawn by chance. More: the input is not traced.
  public var tracesPerSecondMax = 20
  /// Traced inputs of one session that no update shows yet. More are not followed, counter
  /// `pangea_trace_missed_total`.
  public var tracesOpenMax = 16
  /// How long a traced input waits for an update that shows it, and what its session does belongs
  /// to its trace.
  public var traceSecondsMax: Int64 = 10
  /// Whispers that wait at once for other gateways to answer. More: nobody is there.
  public var whispersMax = 1_024
  /// How long they wait.
  public var whisperMillisecondsMax: Int64 = 2_000
  /// Messages of all kinds per second and at once.
  public var messagesPerSecondMax = 60
  public var messagesBurstMax = 400
  /// Bytes of all kinds per second and at once, WebSocket control frames included.
  public var bytesPerSecondMax = 16 * 1_024
  public var bytesBurstMax = 128 * 1_024
  /// Mistakes that are answered and forgiven on one connection; the next one closes it.
  public var faultsMax = 32
  /// Pongs written after one read; of more pings only the latest is answered.
  public var pongsPerReadMax = 16

  // Time-outs in milliseconds. Too late: IDLE, then closed.

  /// From the connection to `hello`.
  public var helloMillisecondsMax: Int64 = 10_000
  /// From `hello` to the log-in, and from there to `join`.
  public var loginMillisecondsMax: Int64 = 60_000
  /// Without one byte from a client that plays.
  public var idleMillisecondsMax: Int64 = 60_000
  /// A client whose connection takes no byte for so long: SLOW_READER, then closed.
  public var stallMillisecondsMax: Int64 = 10_000
  /// How long a closed connection is still read (and its bytes dropped), so that the last message
  /// arrives instead of a reset.
  public var lingerMillisecondsMax: Int64 = 2_000
  /// The most bytes dropped so.
  public var lingerBytesMax = 1 << 20

  // What waits for one client.

  /// Bytes that wait for a client whose connection takes nothing, before snapshots for it are left
  /// out: they would be old when they arrive. Snapshots are differences, so all are left out until
  /// the client takes again and its region shows it everything afresh. Counter `stale_update`.
  public var updatesWaitingBytesMax = 32 * 1_024
  /// A client that is behind is shown everything afresh once in so many milliseconds at most: that
  /// costs its region more than an update.
  public var viewMilliseconds: Int64 = 1_000
  /// Bytes that wait for a client, beyond those that the kernel has; what may not be lost waits
  /// here, however old it gets. More: SLOW_READER, then closed; the client resumes.
  public var outboundBytesMax = 256 * 1_024
  /// Bytes handed to the connection before the gateway holds the rest itself.
  public var writeWatermarkBytes = 64 * 1_024
  /// The kernel's buffer per connection, in bytes.
  public var sendBufferBytes = 128 * 1_024

  // Sessions.

  /// Sessions at once, those in their grace period included. More log-ins: FULL.
  public var sessionsMax = 20_000
  /// How long a character waits for a lost connection, in seconds.
  public var graceSeconds: UInt32 = 30
  /// How long the region of a leaving character may take to say that it has left.
  public var leaveMillisecondsMax: Int64 = 10_000
  /// Mesh messages that wait for one event loop. More: the newest are dropped, and clients that so
  /// lost an update are closed with UNAVAILABLE, for only a fresh start mends their slots.
  public var mailboxMax = 65_536

  /// What the HTTP side takes.
  public var http = HTTPLimits()
  /// What accounts may do.
  public var accounts = AccountLimits()

  public init() {}
}

/// What the public port takes over HTTP. Each refusal is an HTTP status, then the connection ends.
public struct HTTPLimits: Sendable, Hashable {
  /// Bytes of one header field, and of the request's target: 431.
  public var headerFieldBytesMax = 8 * 1_024
  /// Bytes of all header fields together: 431.
  public var headerBytesMax = 16 * 1_024
  /// Header fields: 431.
  public var headerCountMax = 64
  /// Bytes of a request's body, of what few requests have one: 413.
  public var bodyBytesMax = 8 * 1_024
  /// From the connection (or the last answer) to the end of a request: 408 or closed.
  public var requestMillisecondsMax: Int64 = 10_000
  /// Between two requests of a connection: closed.
  public var keepAliveMillisecondsMax: Int64 = 30_000
  /// Requests of one connection; the last answer says `Connection: close`.
  public var requestsPerConnectionMax = 1_000
  /// Requests that wait for the answers before them: more close the connection.
  public var pipelinedMax = 16
  /// Until storage and the hashing of passwords have made an answer: 503.
  public var answerMillisecondsMax: Int64 = 30_000
  /// Without progress while an answer is sent: closed.
  public var stallMillisecondsMax: Int64 = 20_000
  /// Bytes of an answer handed to the connection at once.
  public var chunkBytes = 128 * 1_024

  public init() {}
}

/// What accounts may do over HTTP. Refusals are JSON; those of a rate have status 429 and say when
/// to try again. A gateway counts for itself: with more gateways there are as many more tries.
public struct AccountLimits: Sendable, Hashable {
  /// Requests of one address: one in so many milliseconds, and so many at once: 429.
  public var requestMilliseconds: Int64 = 50
  public var requestsBurstMax = 200
  /// New accounts of one address: 429.
  public var registrationMilliseconds: Int64 = 30_000
  public var registrationsBurstMax = 20
  /// Log-ins that fail, of one account from wherever they come: 429. One that succeeds costs
  /// nothing.
  public var accountFailureMilliseconds: Int64 = 30_000
  public var accountFailuresBurstMax = 5
  /// Log-ins that fail, of one address: 429.
  public var addressFailureMilliseconds: Int64 = 10_000
  public var addressFailuresBurstMax = 30
  /// Tickets of one account: 429.
  public var ticketMilliseconds: Int64 = 1_000
  public var ticketsBurstMax = 20
  /// Addresses or accounts whose tries are remembered, for each of the rates above. More: those are
  /// forgotten that would be free soonest.
  public var triesMax = 16_384
  /// Passwords hashed at once, each a thread for about 50 ms and 16 MiB; so many wait: then 503.
  public var hashesMax = 2
  public var hashesWaitingMax = 64
  /// Characters of a password: 400.
  public var passwordCharactersMin = 8
  public var passwordCharactersMax = 128
  /// Characters of an account: 409.
  public var charactersMax = 8
  /// How long a session token is good: 401.
  public var tokenSeconds: Int64 = 86_400
  /// How long a ticket is good: BAD_TOKEN.
  public var ticketSeconds: Int64 = 30
  /// A guest that nobody has played for so long is forgotten.
  public var guestSeconds: Int64 = 86_400

  public init() {}
}

extension GuestSweep {
  /// The most guests forgotten by one transaction; the rest follows at once.
  static let batchMax = 1_000
}

extension ContentFiles {
  /// The most files of a bundle; more fail the start.
  public static let filesMax = 20_000
  /// The most bytes of a bundle, all held in memory; more fail the start.
  public static let bytesMax = 512 << 20
}
