import ArgumentParser
import Cluster
import Foundation
import Storage

extension RedisAddress {
  /// Reads a setting; what is wrong with it is a mistake in the command.
  init(checking text: String) throws {
    do {
      try self.init(url: text)
    } catch {
      throw ValidationError("--\(Setting.redis.flag) (\(Setting.redis.environment)): \(error)")
    }
  }
}

extension StoreLocation {
  /// Reads a setting; what is wrong with it is a mistake in the command.
  init(checking text: String, dataFolder: String = "data") throws {
    do {
      self = try StoreLocation.parse(text, dataFolder: dataFolder)
    } catch {
      throw ValidationError("--\(Setting.storage.flag) (\(Setting.storage.environment)): \(error)")
    }
  }
}

/// Where the world's content is.
enum ContentFolder {
  private static let manifest = "world.json"

  /// The folder that a flag or the environment names; else `GameData` here, or else the nearest
  /// above the executable, so that a build is found from anywhere.
  static func path(_ flag: String?) -> String {
    let name = Setting.content.value(flag) ?? Setting.content.fallback
    guard name == Setting.content.fallback, !isWorld(name) else { return name }
    var folder = URL(fileURLWithPath: ownExecutable()).deletingLastPathComponent()
    while folder.path != "/" {
      let path = folder.appendingPathComponent(name).path
      if isWorld(path) { return path }
      folder.deleteLastPathComponent()
    }
    return name
  }

  private static func isWorld(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(manifest)")
  }
}
