import Foundation
import Hummingbird
import NIOCore

/// Reads what a route is sent, and refuses what is not of the shapes that the route describes.
struct RequestReading {
  let route: AdminRoute
  let request: Request

  /// The path's parameters; one that does not fit leads nowhere.
  func parameters(_ context: AdminRequestContext) throws(AdminRefusal) -> [String: String] {
    var parameters: [String: String] = [:]
    for (name, shape) in route.parameters {
      guard let text = context.parameters.get(name)?.removingPercentEncoding,
        shape.complaint(aboutText: text, at: name) == nil
      else { throw .notFound }
      parameters[name] = text
    }
    return parameters
  }

  func query() throws(AdminRefusal) -> [String: String] {
    var values: [String: String] = [:]
    for pair in (request.uri.query ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(parts[0]),
        let text = Self.decode(parts.count > 1 ? parts[1] : "")
      else { throw AdminRefusal(.malformed, "The query is not percent-encoded UTF-8.") }
      guard let known = route.query.first(where: { $0.name == name }) else {
        throw AdminRefusal(.malformed, unknown)
      }
      if let wrong = known.shape.complaint(aboutText: text, at: name) {
        throw AdminRefusal(.malformed, wrong)
      }
      guard values.updateValue(text, forKey: name) == nil else {
        throw AdminRefusal(.malformed, "The query has `\(name)` twice.")
      }
    }
    for query in route.query where query.isRequired && values[query.name] == nil {
      throw AdminRefusal(.malformed, "The query's `\(query.name)` is missing.")
    }
    return values
  }

  private var unknown: String {
    let names = route.query.map(\.name).joined(separator: ", ")
    return names.isEmpty
      ? "This address takes no query." : "The query has something that is not one of \(names)."
  }

  private static func decode(_ text: Substring) -> String? {
    String(text.replacing("+", with: " ")).removingPercentEncoding
  }

  /// The JSON that was sent; empty for a route that takes none.
  func body() async throws -> [UInt8] {
    guard let shape = route.body else {
      let bytes = try await collect()
      guard bytes.isEmpty else {
        throw AdminRefusal(.malformed, "This address takes no body.")
      }
      return []
    }
    let type = request.headers[.contentType] ?? ""
    let name = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    guard name == "application/json" else {
      throw AdminRefusal(.badType, "Send JSON, as Content-Type: application/json.")
    }
    let bytes = try await collect()
    guard let value = JSONValue(bytes: bytes) else {
      throw AdminRefusal(.malformed, "The body is no JSON.")
    }
    if let wrong = shape.complaint(about: value) { throw AdminRefusal(.malformed, wrong) }
    return bytes
  }

  private func collect() async throws -> [UInt8] {
    do {
      let buffer = try await request.body.collect(upTo: AdminLimits.bodyBytesMax)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw AdminRefusal(
        .tooLarge, "The body is longer than \(AdminLimits.bodyBytesMax) bytes.")
    }
  }
}
