import NIOCore
import NIOHTTP1

/// A whole answer to an HTTP request.
struct HTTPReply: Equatable, Sendable {
  var status: HTTPResponseStatus
  var headers: HTTPHeaders
  var body: ByteBuffer
  /// Whether the connection ends with it.
  var closes = false

  /// An answer in plain text, kept by no cache.
  init(_ status: HTTPResponseStatus, _ message: String, headers: HTTPHeaders = [:]) {
    self.init(
      status, type: "text/plain; charset=utf-8", body: ByteBuffer(string: message + "\n"),
      headers: headers)
  }

  init(
    _ status: HTTPResponseStatus, type: String, body: ByteBuffer, headers: HTTPHeaders = [:]
  ) {
    self.status = status
    self.body = body
    self.headers = headers
    self.headers.replaceOrAdd(name: "Content-Type", value: type)
    self.headers.replaceOrAdd(name: "X-Content-Type-Options", value: "nosniff")
    if !self.headers.contains(name: "Cache-Control") {
      self.headers.add(name: "Cache-Control", value: "no-store")
    }
  }
}
