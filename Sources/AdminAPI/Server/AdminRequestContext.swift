import Hummingbird
import NIOCore

/// What the admin process knows of a request: also who asks.
struct AdminRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address of the other side, without its port.
  let remote: String

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remote = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}

extension Response {
  /// A body of a known type, never stored by anybody in between.
  static func whole(
    _ status: HTTPResponse.Status, _ type: String, _ text: String, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    headers[.cacheControl] = "no-store"
    headers[.xContentTypeOptions] = "nosniff"
    headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
