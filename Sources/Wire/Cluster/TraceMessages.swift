import Model

/// Admin to any process: which traces do you have, or what do you have of one?
public struct TraceRequest: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    /// Every span of one trace.
    case one(TraceID)
    /// One span for each trace: the one that a list shows.
    case list(kind: TraceKind?, slowest: Bool, max: UInt32)
  }

  public var id: UInt64
  public var admin: AdminID
  public var subject: Subject

  public init(id: UInt64, admin: AdminID, subject: Subject) {
    self.id = id
    self.admin = admin
    self.subject = subject
  }
}

/// A span of a node, and how many of its trace there are there, where a list is answered.
public struct ReportedSpan: Hashable, Sendable {
  public var span: TraceSpan
  public var spans: UInt32

  public init(_ span: TraceSpan, spans: UInt32 = 0) {
    self.span = span
    self.spans = spans
  }
}

/// A process's answer to `TraceRequest`: at most `Limits.spansPerReplyMax` spans.
public struct TraceReply: Hashable, Sendable {
  public var id: UInt64
  public var node: NodeID
  public var spans: [ReportedSpan]
  /// There are more.
  public var isCut: Bool

  public init(id: UInt64, node: NodeID, spans: [ReportedSpan], isCut: Bool = false) {
    self.id = id
    self.node = node
    self.spans = spans
    self.isCut = isCut
  }
}
