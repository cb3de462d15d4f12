/// Where in which trace something belongs, as it travels with messages: W3C Trace Context, level 1.
///
/// ```
/// 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
/// version  trace id (16 bytes)        span id (8)      flags: bit 0, sampled
/// ```
public struct TraceContext: Hashable, Sendable, CustomStringConvertible {
  /// Characters of a `traceparent` of version 00.
  public static let textCount = 55

  public var trace: TraceID
  /// The span that what follows is a part of.
  public var span: SpanID
  /// Whether whoever sent this records its spans.
  public var isSampled: Bool

  public init(trace: TraceID, span: SpanID, isSampled: Bool = true) {
    self.trace = trace
    self.span = span
    self.isSampled = isSampled
  }

  /// Reads a `traceparent`; nil for what the standard calls invalid. Of a later version its first
  /// four fields are read, as the standard says.
  public init?(traceparent text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let dash = UInt8(ascii: "-")
    guard bytes.count >= Self.textCount, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
      let version = HexText.number(bytes[0..<2]), version != 0xFF,
      let high = HexText.number(bytes[3..<19]), let low = HexText.number(bytes[19..<35]),
      let trace = TraceID(high: high, low: low),
      let span = HexText.number(bytes[36..<52]).flatMap(SpanID.init),
      let flags = HexText.number(bytes[53..<55])
    else { return nil }
    if bytes.count > Self.textCount {
      guard version > 0, bytes[Self.textCount] == dash else { return nil }
    }
    self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
  }

  /// The `traceparent`, of version 00.
  public var description: String { "00-\(trace)-\(span)-\(isSampled ? "01" : "00")" }

  /// The same trace, from another span on.
  public func under(_ span: SpanID) -> TraceContext {
    TraceContext(trace: trace, span: span, isSampled: isSampled)
  }
}
