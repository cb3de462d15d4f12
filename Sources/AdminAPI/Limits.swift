import Model
import NIOCore

/// The limits of the admin process, each with what happens when it is hit.
public enum AdminLimits {
  /// How long a view of the cluster waits for its nodes; who has not answered is named unreachable.
  public static let statusWaitMax: Duration = .seconds(1)
  /// Wrong passwords from one address, or for one account, within the window; further tries are
  /// refused with 429 until the window ends, and counted in `pangea_admin_blocked_total`.
  public static let failuresMax = 10
  public static let failureWindow: BootTime.Span = .seconds(60)
  /// Addresses and names whose failures are remembered; when all places are taken, newcomers share
  /// one.
  public static let failureKeysMax = 4096
  /// Passwords that are hashed at once, 16 MiB and 50 ms each; more wait.
  public static let hashesMax = 2
  /// Those that wait; more are refused with 503.
  public static let hashesWaitingMax = 32
  /// How long a session lasts that nobody uses, in milliseconds. Then it is over.
  public static let sessionIdleMillisecondsMax: Int64 = 30 * 60_000
  /// How long any session lasts, in milliseconds. Then it is over.
  public static let sessionMillisecondsMax: Int64 = 12 * 3_600_000
  /// How exactly the use of a session is remembered, in milliseconds: within this time a second use
  /// writes nothing.
  public static let sessionTouchMilliseconds: Int64 = 60_000
  /// The fewest and the most characters of a password of staff; others are refused with 400.
  public static let passwordCharactersMin = 12
  public static let passwordCharactersMax = 256
  /// The longest name of an account of staff; a longer one is refused with 400.
  public static let staffNameCharactersMax = 64
  /// The longest body of a request in bytes; a longer one is refused with 413.
  public static let bodyBytesMax = 64 << 10
  /// Connections; more wait in the kernel's backlog.
  public static let connectionsMax = 256
  /// A silent connection is closed after so long.
  public static let idleMax: TimeAmount = .seconds(30)
  /// The longest user name or password that is looked at, in bytes; a longer one is wrong.
  public static let credentialBytesMax = 1024

  // MARK: The console

  /// Those who watch the cluster live at a time. More: 503.
  public static let liveWatchersMax = 64
  /// What someone who watches may take to read the rest when the process stops. Then it is cut off.
  public static let liveLinger: Duration = .seconds(2)
  /// From one live view to the next.
  public static let livePause: Duration = .seconds(1)
  /// Of so many live views one comes with a comment that keeps proxies awake.
  public static let liveViewsPerHeartbeat = 15
  /// The most live views that may be asked for by number. More: 400.
  public static let liveEventsMax: Int64 = 100_000
  /// Pages of players that are asked of gateways at a time. More: 503.
  public static let playersRoundsMax = 32
  /// Players of one page, usually and at most. More: further pages.
  public static let playersPageUsual: Int64 = 50
  public static let playersPageMax: Int64 = 200
  /// Characters of what players are searched by. Longer: 400.
  public static let playersSearchMax = 32
  /// How long the state of the audit log's chain is remembered, in milliseconds: going through it
  /// reads every row.
  public static let auditChainMilliseconds: Int64 = 10_000
  /// All files of the console together. More: the process does not start.
  public static let consoleBytesMax = 16 << 20

  // MARK: Traces

  /// Questions about traces that are asked of nodes at a time. More: 503.
  public static let traceRoundsMax = 32
  /// Traces of one list, usually and at most. More are not shown.
  public static let tracesPageUsual: Int64 = 50
  public static let tracesPageMax: Int64 = 500
  /// The longest that an operator has something traced, in seconds. Longer: 400.
  public static let traceSecondsMax: Int64 = 3_600

  // MARK: Operations

  /// Characters of an announcement, of four bytes each at most: what the protocol carries. Longer:
  /// 400.
  public static let announcementTextMax = 256
  /// Characters of what somebody who is kicked reads. Longer: 400.
  public static let kickMessageMax = 128
  /// The longest mute in seconds: a year. Longer: 400.
  public static let muteSecondsMax: Int64 = 366 * 86_400
  /// The longest that a process logs more or less than it was set to, in seconds. Longer: 400.
  public static let logLevelSecondsMax: Int64 = 86_400
  /// Characters of a reason. Longer: 400.
  public static let reasonMax = 256
  /// How long nodes may take to begin with an operation, in milliseconds: the least, the usual and
  /// the most. Out of that range: 400.
  public static let operationLifeMin: Int64 = 1_000
  public static let operationLifeUsual: Int64 = 10_000
  public static let operationLifeMax: Int64 = 600_000
  /// Operations that this process looks after at a time. More: 503.
  public static let operationRoundsMax = 256
  /// Answers of nodes that wait to be written; later ones are dropped, and asked for again while
  /// their operation is open. Counted in `pangea_admin_operation_receipts_dropped_total`.
  public static let unwrittenReceiptsMax = 65_536
  /// How long a node without a lease is asked nevertheless, in milliseconds.
  public static let absentNodeMillisecondsMax: UInt64 = 60_000
  /// Operations, or announcements, of one page. More: further pages.
  public static let operationPageMax: Int64 = 100
  /// How late an occurrence of an announcement may be said, in milliseconds. Later: it is missed.
  public static let occurrenceLateMax: Int64 = 60_000
  /// The shortest time from one occurrence to the next, in seconds. Shorter: 400.
  public static let occurrenceSecondsMin: Int64 = 10
  /// The longest, and how far ahead an announcement may be: a year. Longer: 400.
  public static let occurrenceSecondsMax: Int64 = 366 * 86_400
}
