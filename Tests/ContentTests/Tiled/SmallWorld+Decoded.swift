import Testing

@testable import Content

extension SmallWorld {
  /// The map as decoded, before the game's rules.
  func decoded() throws -> TiledMap {
    let source = source()
    let file = try #require(FilePath(Self.mapFile))
    let document = try #require(source.document(file))
    var reader = TiledMapReader(source: source, file: file)
    let map = reader.read(document)
    #expect(source.report.isGood, "\(source.report.lines)")
    return try #require(map)
  }

  /// The objects of the map's last layer, as decoded.
  func decodedObjects() throws -> [TiledObject] {
    guard case .objects(let objects)? = try decoded().layers.last?.content else { return [] }
    return objects
  }
}
