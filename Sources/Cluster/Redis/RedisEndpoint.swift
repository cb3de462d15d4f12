/// Where one Redis process, or one sentinel, listens.
public struct RedisEndpoint: Hashable, Sendable, CustomStringConvertible {
  public var host: String
  public var port: Int

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `host[:port]`; an IPv6 host stands in brackets.
  ///
  /// - Throws: `RedisError.malformedURL`.
  init(_ text: Substring, defaultPort: Int) throws(RedisError) {
    var host = text
    var port: Substring?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { throw .malformedURL("no ] after the host") }
      host = text[text.index(after: text.startIndex)..<end]
      let after = text[text.index(after: end)...]
      guard after.isEmpty || after.first == ":" else { throw .malformedURL("text after ]") }
      port = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = text.lastIndex(of: ":") {
      host = text[..<colon]
      port = text[text.index(after: colon)...]
    }
    guard !host.isEmpty else { throw .malformedURL("there is no host") }
    guard let port else {
      self.init(host: String(host), port: defaultPort)
      return
    }
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw .malformedURL("the port is not a number in 1 ... 65535")
    }
    self.init(host: String(host), port: number)
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
