import Model

/// The limits of a shard, each with what happens when it is hit.
public struct ShardLimits: Sendable {
  /// Events waiting for one region. Hit: the newest event is dropped and counted; the protocol
  /// repeats what matters (inputs by the gateway, offers by revoke, ghosts by a full batch).
  public var mailboxEventsMax = 65_536

  /// Players of one region beyond whom it takes no newcomer: who logs in or comes over a border
  /// waits in line, on the log-in screen or before a soft wall. A setting.
  public var playersMax = 2_000

  /// Players of one region, those included who were here before (a resume, a crash) and never wait in
  /// line. Hit: an attach is refused as full, which the gateway tries again.
  public var returningMax = 8_000

  /// The line of a region that is full or overloaded.
  var admission = AdmissionQueue.Terms()

  /// Ticks without a batch from a neighbour after which its ghosts go: they are silent, and a
  /// ghost must not outlive its original for long.
  public var ghostSilenceTicksMax: UInt64 = 20

  /// How many ticks a neighbour may be ahead: a character that it hands over waits here for its own
  /// tick to come, so that nobody moves twice in one. Hit: clocks disagree, and it enters at once.
  public var earlyTicksMax: UInt64 = 5

  /// Ticks skipped at once after a stall before a warning is logged. They are counted anyway.
  public var skippedTicksWarnMin: UInt64 = 4

  /// Remembered sequences of entities that were ghosts here. Hit: the oldest half is forgotten;
  /// then an old ghost may be shown for the short time until its region names it gone.
  public var ghostSequencesMax = 16_384

  /// Storage requests waiting in one shard. Hit: the request is answered "unavailable", which the
  /// protocol repeats.
  public var storageRequestsMax = 65_536

  /// How long a closing region waits for its last saves before it gives the region away anyway,
  /// in ticks.
  public var closeTicksMax: UInt64 = 100

  /// Deeds that wait for one neighbour to hear of them. Hit: the newest is dropped and counted.
  public var borderEffectsMax = 4_096

  /// Events of neighbours passed on in one tick. Hit: the rest is not shown, and counted.
  public var heardEventsMax = 2_048

  /// Lines of chat said near in one tick. Hit: the rest is not heard, and counted.
  public var wordsMax = 256

  /// Bytes of snapshots that tell players of a region everything anew, in one tick, such as after a
  /// link was down. Hit: the others wait for the next tick, so that what a crowd is told fits a link.
  public var freshBytesPerTickMax = 1 << 20

  /// Ticks between two words to a player before the same soft wall.
  public var reminderTicks: UInt64 = 100

  /// Ticks between two words to a player whose place in line changes.
  public var placeTicks: UInt64 = 20

  /// How far a region's last tick may be ahead of this machine's clock for it to go on here. Hit: it
  /// is not taken over, or starts without its checkpoint: clocks disagree, or one was set back.
  public var aheadTicksMax: UInt64 = 40

  /// Ticks between two looks at what storage says lies on a region's ground: what a lost message
  /// between neighbours left wrong is put right by then.
  public var groundSurveyTicks: UInt64 = 600

  /// Questions about belongings that wait in one shard. Hit: one is answered "unavailable", and asked
  /// again.
  public var valueJobsMax = 16_384

  /// Ticks between two lines of the log that name a slow tick of a region.
  public var slowTickLineTicks: UInt64 = 200

  /// Ticks between two checkpoints of a region: what a crash may turn creatures back by.
  public var checkpointTicks: UInt64 = 20

  /// Regions that one shard gives away at once; the rest follows, so that no pause waits for
  /// another.
  public var departuresMax = 1

  /// How long a shard that was told to stop waits for the plan to name others for its regions,
  /// before it closes them in order and lets whoever comes open them from storage, in ticks.
  public var drainTicksMax: UInt64 = 120

  /// Inputs that belong to a trace, on their way to a tick of one region. Hit: the newest is not
  /// followed, counter `pangea_trace_missed_total`, as for the next.
  public var tracedInputsMax = 64

  /// Characters of one region that did something in a trace of late, and likewise those that come
  /// and those that go in one.
  public var tracedCharactersMax = 256

  /// How long something is followed that does not end.
  public var tracePatience = BootTime.Span.seconds(10)

  /// How long what a character does still belongs to the trace of its last input.
  public var traceMemory = BootTime.Span.seconds(10)

  /// Of the handoffs of one region that nobody asked for, one in this time is recorded.
  public var handoffTracePause = BootTime.Span.seconds(1)

  public init() {}
}
