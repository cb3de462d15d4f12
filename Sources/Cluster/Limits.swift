/// The limits of this module, each with what happens when it is hit and the counter that shows it.
/// Folders that need more limits add them in an extension here.
public enum ClusterLimits {
  // MARK: Redis

  /// Commands of one connection that wait for a reply. More: `RedisError.tooManyOutstanding`,
  /// counter `pangea_redis_refused_total`.
  public static let redisOutstandingCommandsMax = 1024
  /// Bytes of one command. More: `RedisError.commandTooLarge`.
  public static let redisCommandBytesMax = 16 << 20
  /// Bytes of replies that are received but not yet whole. More: the connection is closed,
  /// counter `pangea_redis_disconnects_total`.
  public static let redisReplyBytesMax = 32 << 20
  /// Elements of one array in a reply. More: the connection is closed as by garbage.
  public static let redisReplyElementsMax = 1 << 18
  /// Channels of one subscription. A bug when exceeded.
  public static let redisChannelsMax = 64

  /// Servers that one address names, and nodes that a Redis Cluster tells of. An address with more
  /// is refused: `RedisError.malformedURL`; nodes beyond are not asked where a slot is.
  public static let redisServersMax = 64

  // MARK: Registry, directory, plan

  /// Nodes of one cluster. Records beyond are ignored and logged, counter
  /// `pangea_nodes_ignored_total`.
  public static let nodesMax = 4096
  /// Bytes of one node's record. More: `NodeRecordError.tooLarge`.
  public static let nodeRecordBytesMax = 4096
  /// Regions of one cluster. A table that is larger is refused: `DirectoryError.tooLarge`.
  public static let regionsMax = 1 << 16
  /// Regions registered by one script, so that no script holds Redis up. More: several scripts.
  public static let registrationBatchMax = 512
  /// Regions that one round of `RegionClaimer` asks for. More wait for the next round.
  public static let claimsPerRoundMax = 256
  /// Bytes of an encoded placement plan. More: `PlacementError.tooLarge`.
  public static let planBytesMax = 8 << 20
  /// Bytes of what a shard says of its regions' loads. More: it counts as saying nothing.
  public static let loadsBytesMax = 2 << 20

  // MARK: Mesh

  /// Bytes of one frame's body. A longer one closes the link, counter
  /// `pangea_mesh_refused_frames_total`; a message that does not fit is refused at `send`.
  public static let meshFrameBytesMax = 1 << 20
  /// Bytes that wait for one link. What does not fit is refused (the newest), counter
  /// `pangea_mesh_dropped_messages_total`.
  public static let meshPendingBytesMax = 8 << 20
  /// Links that others may have dialled to this node. More are closed at once, counter
  /// `pangea_mesh_refused_links_total`.
  public static let meshInboundLinksMax = 4096
  // MARK: Operations

  /// Operations of operators that one run of a node remembers. What is past its deadline makes room;
  /// when nothing is, orders are not taken and are sent again, counter
  /// `pangea_operations_full_total`.
  public static let operationsMax = 4096

  /// Operations that a character carries marks of; a further order of it waits until one is
  /// forgotten, or its own time is over.
  public static let orderMarksMax = 16
  /// How long after an order's deadline its mark is kept, in milliseconds.
  public static let orderMarkMilliseconds: UInt64 = 10_000
  /// How long after its deadline an order of a character is waited for that may be on its way here.
  public static let orderLingerMilliseconds: UInt64 = 1_000

  /// Bytes of a cluster's name.
  public static let clusterNameBytesMax = 64

  // MARK: Traces

  /// Spans of a process that were drawn by chance; the oldest goes for a newer one, counter
  /// `pangea_trace_replaced_spans_total`.
  public static let spansSampledMax = 16_384
  /// Spans of a process that were over budget or asked for; likewise.
  public static let spansKeptMax = 32_768
  /// How long a span is shown, in seconds. An older one is not, though there is room for it.
  public static let spanSecondsMax: Int64 = 15 * 60
  /// Spans that are looked through while those who record wait: more are looked through in turns.
  public static let spansPerLookMax = 1_024
  /// What operators want traced at one process at a time. More: the order is refused.
  public static let traceWishesMax = 64
}
