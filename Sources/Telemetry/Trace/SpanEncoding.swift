import CPangeaProto
import CProtobufC
import Model

/// Spans as OTLP has them, packed by protobuf-c.
enum SpanEncoding {
  /// What is said of the process: `service.name` and the like.
  typealias Attribute = (key: String, value: String)

  /// The body of one request.
  static func encode(_ spans: [TraceSpan], resource: [Attribute], version: String) -> [UInt8] {
    let builder = SpanBuilder()
    let request = builder.make(pangea__otlp__export_request__init)
    let group = builder.make(pangea__otlp__resource_spans__init)
    group.pointee.resource = builder.resource(resource)
    (group.pointee.n_scope_spans, group.pointee.scope_spans) = builder.list([
      builder.scope(spans, version: version)
    ])
    (request.pointee.n_resource_spans, request.pointee.resource_spans) = builder.list([group])
    return builder.packed(request)
  }

  /// How many spans the collector did not take, by its answer; nil for one that is none.
  static func rejected(_ answer: [UInt8]) -> Int? {
    answer.withUnsafeBufferPointer { bytes in
      guard
        let response = pangea__otlp__export_response__unpack(nil, bytes.count, bytes.baseAddress)
      else { return nil }
      defer { pangea__otlp__export_response__free_unpacked(response, nil) }
      return response.pointee.partial_success.map { Int(clamping: $0.pointee.rejected_spans) } ?? 0
    }
  }
}

/// Builds the C form of messages in memory that it gives back when it goes.
private final class SpanBuilder {
  private var memory: [UnsafeMutableRawPointer] = []

  deinit { for piece in memory { piece.deallocate() } }

  func resource(
    _ attributes: [SpanEncoding.Attribute]
  ) -> UnsafeMutablePointer<Pangea__Otlp__Resource> {
    let resource = make(pangea__otlp__resource__init)
    (resource.pointee.n_attributes, resource.pointee.attributes) = list(
      attributes.map { attribute($0.key, .text($0.value)) })
    return resource
  }

  func scope(
    _ spans: [TraceSpan], version: String
  ) -> UnsafeMutablePointer<Pangea__Otlp__ScopeSpans> {
    let group = make(pangea__otlp__scope_spans__init)
    group.pointee.scope = make(pangea__otlp__scope__init)
    group.pointee.scope.pointee.name = bytes("pangea".utf8)
    group.pointee.scope.pointee.version = bytes(version.utf8)
    (group.pointee.n_spans, group.pointee.spans) = list(spans.map(span))
    return group
  }

  private func span(_ span: TraceSpan) -> UnsafeMutablePointer<Pangea__Otlp__Span> {
    let message = make(pangea__otlp__span__init)
    message.pointee.trace_id = bytes(span.trace.bytes)
    message.pointee.span_id = bytes(span.id.bytes)
    if let parent = span.parent { message.pointee.parent_span_id = bytes(parent.bytes) }
    message.pointee.name = bytes(span.name.text.utf8)
    message.pointee.kind = span.name.kind
    message.pointee.start_time_unix_nano = nanoseconds(span.start)
    message.pointee.end_time_unix_nano = nanoseconds(span.start + span.duration)
    let values = span.details.values.sorted { $0.key < $1.key }
    (message.pointee.n_attributes, message.pointee.attributes) = list(
      values.map { attribute("pangea.\($0.key)", $0.value) }
        + (span.isOverBudget ? [flag("pangea.over_budget")] : []))
    if let link = span.link {
      let other = make(pangea__otlp__link__init)
      other.pointee.trace_id = bytes(link.trace.bytes)
      other.pointee.span_id = bytes(link.span.bytes)
      (message.pointee.n_links, message.pointee.links) = list([other])
    }
    if span.details.outcome == .lost {
      message.pointee.status = make(pangea__otlp__status__init)
      message.pointee.status.pointee.code = PANGEA__OTLP__STATUS_CODE__STATUS_CODE_ERROR
    }
    return message
  }

  private func nanoseconds(_ microseconds: Int64) -> UInt64 {
    UInt64(max(0, microseconds)) &* 1_000
  }

  private func attribute(
    _ key: String, _ value: SpanDetails.Value
  ) -> UnsafeMutablePointer<Pangea__Otlp__KeyValue> {
    let pair = named(key)
    switch value {
    case .text(let text):
      pair.pointee.value.pointee.value_case = PANGEA__OTLP__ANY_VALUE__VALUE_STRING_VALUE
      pair.pointee.value.pointee.string_value = bytes(text.utf8)
    case .number(let number):
      pair.pointee.value.pointee.value_case = PANGEA__OTLP__ANY_VALUE__VALUE_INT_VALUE
      pair.pointee.value.pointee.int_value = Int64(clamping: number)
    }
    return pair
  }

  private func flag(_ key: String) -> UnsafeMutablePointer<Pangea__Otlp__KeyValue> {
    let pair = named(key)
    pair.pointee.value.pointee.value_case = PANGEA__OTLP__ANY_VALUE__VALUE_BOOL_VALUE
    pair.pointee.value.pointee.bool_value = 1
    return pair
  }

  private func named(_ key: String) -> UnsafeMutablePointer<Pangea__Otlp__KeyValue> {
    let pair = make(pangea__otlp__key_value__init)
    pair.pointee.key = bytes(key.utf8)
    pair.pointee.value = make(pangea__otlp__any_value__init)
    return pair
  }

  // MARK: Memory

  func make<M>(_ initialise: (UnsafeMutablePointer<M>?) -> Void) -> UnsafeMutablePointer<M> {
    let message = room(for: M.self, count: 1)
    initialise(message)
    return message
  }

  func list<M>(
    _ messages: [UnsafeMutablePointer<M>]
  ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<M>?>?) {
    guard !messages.isEmpty else { return (0, nil) }
    let pointers = room(for: UnsafeMutablePointer<M>?.self, count: messages.count)
    for (index, message) in messages.enumerated() { pointers[index] = message }
    return (messages.count, pointers)
  }

  func packed<M>(_ message: UnsafeMutablePointer<M>) -> [UInt8] {
    let message = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    let size = protobuf_c_message_get_packed_size(message)
    return [UInt8](unsafeUninitializedCapacity: size) { space, count in
      count = protobuf_c_message_pack(message, space.baseAddress)
    }
  }

  private func bytes(_ bytes: some Collection<UInt8>) -> ProtobufCBinaryData {
    guard !bytes.isEmpty else { return ProtobufCBinaryData() }
    let copy = room(for: UInt8.self, count: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    return ProtobufCBinaryData(len: bytes.count, data: copy)
  }

  private func room<T>(for type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
    let piece = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<T>.stride, alignment: MemoryLayout<T>.alignment)
    memory.append(piece)
    return piece.bindMemory(to: T.self, capacity: count)
  }
}

extension SpanName {
  fileprivate var kind: Pangea__Otlp__SpanKind {
    switch self {
    case .input, .shard, .arrival, .attach: PANGEA__OTLP__SPAN_KIND__SPAN_KIND_SERVER
    case .relay, .offer: PANGEA__OTLP__SPAN_KIND__SPAN_KIND_CLIENT
    default: PANGEA__OTLP__SPAN_KIND__SPAN_KIND_INTERNAL
    }
  }
}
