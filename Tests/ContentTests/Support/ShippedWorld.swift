import Testing

@testable import Content

/// Where the world that ships lies, seen from this file.
enum ShippedWorld {
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/") + "/GameData"
  }()

  static func load() throws -> GameContent { try ContentLoader.load(root: root) }
}
