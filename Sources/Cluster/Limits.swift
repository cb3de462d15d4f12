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
  /// Bytes of a cluster's name.
  public static let clusterNameBytesMax = 64
}
