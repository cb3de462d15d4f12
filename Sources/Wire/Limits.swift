/// The most of everything that a message may hold, and what happens at the limit.
///
/// Decoding refuses what is over a limit with the `WireError` named; whoever reads the connection
/// counts the error by its kind and closes. Encoding cuts text to its limit, so that a peer is never
/// sent what it must refuse.
public enum Limits {
  /// The longest frame that a gateway takes from a client: `WireError.oversize`. The longest honest
  /// message is a `Hello` with a resume token, below 200 bytes.
  public static let clientFrameBytesMax = 4_096
  /// The longest frame that a client takes from a gateway: `WireError.oversize`. A crowd of 4,096
  /// that appears at once needs 0.7 MB.
  public static let serverFrameBytesMax = 1 << 20
  /// The longest frame of the mesh: `WireError.oversize`. Senders start a new frame before this.
  public static let clusterFrameBytesMax = 8 << 20

  /// Memory that decoding one message of a client may take: `WireError.memoryExceeded`.
  public static let clientMemoryBytesMax = 64 << 10
  /// Memory that decoding one message of a gateway may take, in a client.
  public static let serverMemoryBytesMax = 8 << 20
  /// Memory that decoding one message of the mesh may take: `WireError.memoryExceeded`.
  public static let clusterMemoryBytesMax = 16 << 20
  /// What a thread keeps of its decoding memory between messages; the rest is given back.
  public static let arenaKeptBytesMax = 1 << 20

  /// UTF-8 of a character's name: 24 characters of up to 5 bytes. `WireError.invalidText`, as for
  /// all texts below.
  public static let nameBytesMax = 128
  /// UTF-8 of the name of a program, a node, a cluster, a map or a content version.
  public static let labelBytesMax = 64
  /// UTF-8 of a sentence for a person.
  public static let sentenceBytesMax = 512
  /// UTF-8 of a line of chat.
  public static let chatBytesMax = 240
  /// UTF-8 of how a character was before an operation.
  public static let beforeBytesMax = 256
  /// Operations that a character carries marks of. `WireError.outOfRange`.
  public static let orderMarksMax = 64
  /// UTF-8 of an announcement.
  public static let announcementBytesMax = 1_024
  /// Different things on one side of a trade. `WireError.outOfRange`.
  public static let tradedMax = 16
  /// UTF-8 of the subject of a letter.
  public static let subjectBytesMax = 128
  /// UTF-8 of a letter.
  public static let letterBytesMax = 2_000
  /// Players of one page that operators see. `WireError.outOfRange`; senders cut there.
  public static let playersPageMax = 1_000
  /// Cooldowns told of one's own character; the rest is left out.
  public static let cooldownsMax = 64
  /// A W3C `traceparent` has 55 bytes.
  public static let traceBytesMax = 64
  /// Spans of one answer about traces. More: the answer says that it was cut; in an answer that came,
  /// `WireError.outOfRange`.
  public static let spansPerReplyMax = 1_000
  /// A resume token: `WireError.outOfRange`.
  public static let tokenBytesMax = 256

  /// One part of a region's cargo: well below the mesh's largest frame.
  public static let parcelBytesMax = 256 << 10
  /// Parts of one cargo; a parcel that claims more is refused.
  public static let parcelsMax: UInt32 = 128
  /// A region's encoded cargo. A larger one is refused, and the region closes and opens again from
  /// storage instead of moving as it is.
  public static let cargoBytesMax = parcelBytesMax * Int(parcelsMax)
  /// The C form of a cargo, while it is read.
  public static let cargoMemoryBytesMax = 96 << 20
}
