import Testing

@testable import Content

/// Where the world that ships lies, seen from this file.
enum ShippedWorld {
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/") + "/GameData"
  }()

  static func load() throws -> GameContent { try ContentLoader.load(root: root) }

  /// Loaded once for all tests that only look at it.
  static func shared() throws -> GameContent { try loaded.get() }

  private static let loaded = Result { try load() }
}
