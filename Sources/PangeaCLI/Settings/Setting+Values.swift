import ArgumentParser
import Cluster
import Foundation
import Storage
import Telemetry

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

extension CollectorAddress {
  /// Reads a setting; what is wrong with it is a mistake in the command.
  init(checking text: String) throws {
    do {
      try self.init(url: text)
    } catch {
      throw ValidationError(
        "--\(Setting.otlp.flag) (\(Setting.otlp.environment)) is no address of a collector: \(error)."
      )
    }
  }
}

/// Where the world's content is.
enum ContentFolder {
  /// The folder that a flag or the environment names; else `GameData` here, or else the nearest
  /// above the executable, so that a build is found from anywhere.
  static func path(_ flag: String?) -> String {
    let name = Setting.content.value(flag) ?? Setting.content.fallback
    guard name == Setting.content.fallback else { return name }
    return nearest(name, holding: "world.json") ?? name
  }
}

/// Where the console is.
enum ConsoleFolder {
  /// The folder that a flag or the environment names; else the one that `tools/console.sh` made
  /// here, or else the nearest above the executable; nil: it was not made.
  static func path(_ flag: String?) -> String? {
    let name = Setting.console.value(flag) ?? Setting.console.fallback
    guard name == Setting.console.fallback else { return name }
    return nearest(name, holding: "index.html")
  }
}

/// A folder of this name with this file, here or the nearest above the executable.
private func nearest(_ name: String, holding file: String) -> String? {
  func holds(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(file)") }
  if holds(name) { return name }
  var folder = URL(fileURLWithPath: ownExecutable()).deletingLastPathComponent()
  while folder.path != "/" {
    let path = folder.appendingPathComponent(name).path
    if holds(path) { return path }
    folder.deleteLastPathComponent()
  }
  return nil
}
