import FoundationEssentials
import Model

/// A host and a port as the mesh dials them.
public struct NodeAddress: Hashable, Sendable, Codable, CustomStringConvertible {
  public let host: String
  public let port: Int

  private enum CodingKeys: String, CodingKey { case host, port }

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Of a record in Redis: what `host:port` could not say is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    host = try container.decode(String.self, forKey: .host)
    port = try container.decode(Int.self, forKey: .port)
    guard !host.isEmpty, (1...65_535).contains(port) else {
      throw DecodingError.dataCorruptedError(
        forKey: .port, in: container, debugDescription: "no address")
    }
  }

  /// Reads `host:port`; an IPv6 host stands in brackets.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"),
      let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port)
    else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: port)
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// What a process tells the others about itself, in its lease.
public struct NodeRecord: Hashable, Sendable {
  public var node: NodeID
  public var incarnation: Incarnation
  /// Where the mesh of this node listens.
  public var mesh: NodeAddress
  /// Where its metrics and health are.
  public var operations: NodeAddress?
  /// What only its own role knows, for people to read: version, state.
  public var info: [String: String]

  public init(
    node: NodeID, incarnation: Incarnation, mesh: NodeAddress, operations: NodeAddress? = nil,
    info: [String: String] = [:]
  ) {
    self.node = node
    self.incarnation = incarnation
    self.mesh = mesh
    self.operations = operations
    self.info = info
  }
}

extension NodeRecord {
  /// What `info` says of a process that was told to stop.
  public static let draining = ["state": "draining"]

  /// Whether this node is leaving: it gives away what it has and takes nothing.
  public var isDraining: Bool { info["state"] == Self.draining["state"] }
}

/// Why a node's record cannot be written or read.
public enum NodeRecordError: Error, Hashable, Sendable {
  case tooLarge
  case malformed
}

extension NodeRecord {
  private struct Document: Codable {
    var node: String
    var mesh: NodeAddress
    var operations: NodeAddress?
    var info: [String: String]
  }

  /// 20 digits of incarnation, which scripts compare, then JSON.
  func encoded() throws(NodeRecordError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = Document(
      node: node.description, mesh: mesh, operations: operations, info: info)
    guard let json = try? encoder.encode(document) else { throw .malformed }
    guard json.count <= ClusterLimits.nodeRecordBytesMax else { throw .tooLarge }
    return Array(FencingText.encode(incarnation.rawValue).utf8) + json
  }

  init(encoded bytes: [UInt8]) throws(NodeRecordError) {
    guard bytes.count <= ClusterLimits.nodeRecordBytesMax + FencingText.digits else {
      throw .tooLarge
    }
    let prefix = String(decoding: bytes.prefix(FencingText.digits), as: UTF8.self)
    let json = Data(bytes.dropFirst(FencingText.digits))
    guard let incarnation = FencingText.decode(prefix),
      let document = try? JSONDecoder().decode(Document.self, from: json),
      let node = NodeID(document.node)
    else { throw .malformed }
    self.init(
      node: node, incarnation: Incarnation(incarnation), mesh: document.mesh,
      operations: document.operations, info: document.info)
  }
}
