/// A refusal that says: this is not, or no longer, the server to talk to.
///
/// `ASK`, `TRYAGAIN` and "non local key" are none of them: a slot that is moving still belongs to
/// its old owner, and what is refused meanwhile may be tried again there.
enum RedisRefusal: Hashable, Sendable {
  /// A replica, or a master that became one.
  case replica
  /// Another node owns the slot; nil: this node does not know where that one listens.
  case moved(to: RedisEndpoint?)
  /// This node has lost the others, or nobody owns the slot.
  case clusterDown

  /// - Parameters:
  ///   - text: the words of an error reply.
  ///   - endpoint: who said them.
  init?(_ text: String, from endpoint: RedisEndpoint) {
    let words = text.split(separator: " ")
    switch words.first {
    case "READONLY", "MASTERDOWN": self = .replica
    case "CLUSTERDOWN": self = .clusterDown
    case "MOVED" where words.count == 3: self = .moved(to: Self.target(words[2], endpoint))
    default:
      // What a script ran into stands behind its own words, in older versions.
      guard text.contains(" -READONLY ") else { return nil }
      self = .replica
    }
  }

  /// `host:port`; an empty host is the one that said so, an unknown one `?`.
  private static func target(_ text: Substring, _ from: RedisEndpoint) -> RedisEndpoint? {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (1...65_535).contains(port)
    else { return nil }
    let host = text[..<colon]
    if host == "?" { return nil }
    return RedisEndpoint(host: host.isEmpty ? from.host : String(host), port: port)
  }
}
