import FoundationEssentials
import Model
import NIOCore
import Testing

@testable import Wire

/// One committed encoding, made by protoc from the text beside it.
struct Fixture: Sendable, CustomTestStringConvertible {
  enum Value: Hashable, Sendable {
    case client(ClientMessage)
    case server(ServerMessage)
    case cluster([ClusterMessage])
    case cargo(RegionCargo)
  }

  let name: String
  let value: Value

  init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  init(_ name: String, _ message: ClusterMessage) { self.init(name, .cluster([message])) }

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/wire/v1")

  func bytes() throws -> ByteBuffer {
    ByteBuffer(bytes: try Data(contentsOf: Self.folder.appending(path: name + ".bin")))
  }

  /// Reads bytes as the kind of message that this fixture is.
  func decode(_ bytes: ByteBuffer) throws(WireError) -> Value {
    switch value {
    case .client: .client(try ClientCodec.decodeClient(bytes))
    case .server: .server(try ClientCodec.decodeServer(bytes))
    case .cluster: .cluster(try ClusterCodec.decode(frame: bytes))
    case .cargo: .cargo(try CargoCodec.decode(Array(bytes.readableBytesView)))
    }
  }

  static func encode(_ value: Value) -> ByteBuffer {
    var bytes = ByteBuffer()
    switch value {
    case .client(let message): ClientCodec.encode(message, to: &bytes)
    case .server(let message): ClientCodec.encode(message, to: &bytes)
    case .cluster(let messages): for m in messages { ClusterCodec.append(m, to: &bytes) }
    case .cargo(let cargo): bytes.writeBytes(CargoCodec.encode(cargo))
    }
    return bytes
  }
}
