import Foundation
import NIOCore
import NIOPosix
import Testing

/// A whole HTTP response, read by hand.
struct HTTPAnswer: Sendable {
  var status: Int
  var text: String
  var headers: [String: String] = [:]
  var cookies: [String] = []

  init(_ response: String) throws {
    let parts = response.split(separator: "\r\n\r\n", maxSplits: 1)
    let lines = try #require(parts.first).split(separator: "\r\n")
    status = try #require(Int(lines[0].split(separator: " ")[1]))
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      let (name, value) = (
        pair[0].lowercased(), pair[1].trimmingCharacters(in: .whitespaces)
      )
      headers[name] = value
      if name == "set-cookie" { cookies.append(value) }
    }
    text = parts.count > 1 ? String(parts[1]) : ""
  }

  /// The code of a refusal; empty when it is none.
  var code: String {
    guard let document = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      let error = (document as? [String: Any])?["error"] as? [String: Any]
    else { return "" }
    return error["code"] as? String ?? ""
  }

  /// A member of the JSON object.
  func member<Value>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require((document as? [String: Any])?[name] as? Value, "\(name) in \(text)")
  }

  /// `name=value` of the first cookie that was set.
  var cookie: String { String(cookies.first?.prefix { $0 != ";" } ?? "") }

  /// Asks on a connection of its own.
  static func ask(
    _ method: String, _ path: String, port: Int, headers: [String: String] = [:],
    body: String? = nil
  ) async throws -> HTTPAnswer {
    var request = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
    if headers["Host"] == nil { request += "Host: localhost\r\n" }
    for (name, value) in headers { request += "\(name): \(value)\r\n" }
    if let body { request += "Content-Length: \(body.utf8.count)\r\n" }
    let bytes = ByteBuffer(string: request + "\r\n" + (body ?? ""))
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(bytes)
      var response = ByteBuffer()
      for try await part in inbound { response.writeImmutableBuffer(part) }
      return try HTTPAnswer(String(buffer: response))
    }
  }
}
