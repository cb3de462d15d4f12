import FoundationEssentials

/// The files below a folder.
enum FolderListing {
  /// All files in the order of their paths, up to the limits; names that begin with a dot and the
  /// folder `build`, where bundles go, are left out.
  static func files(in root: String) -> [FilePath] {
    var files: [FilePath] = []
    visit(root, [], into: &files)
    return files.sorted()
  }

  /// The names of the files in one folder, in their order and up to the limit.
  static func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return Array(
      names.sorted().filter { name in
        var isFolder = false
        return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
          && !isFolder
      }.prefix(Limits.checkedFilesMax))
  }

  private static func visit(_ root: String, _ folder: [String], into files: inout [FilePath]) {
    guard folder.count < Limits.folderNestingMax else { return }
    let path = ([root] + folder).joined(separator: "/")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names.sorted() where !name.hasPrefix(".") && files.count < Limits.checkedFilesMax {
      var isFolder = false
      guard let file = FilePath(name, relativeTo: folder),
        FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
      else { continue }
      if !isFolder {
        files.append(file)
      } else if !(folder.isEmpty && name == "build") {
        visit(root, folder + [name], into: &files)
      }
    }
  }
}

extension FilePath {
  /// The path of a file below `root`; nil when it lies elsewhere. Both as a process would open them.
  init?(_ path: String, below root: String) {
    let folder = Self.absolute(root)
    let file = Self.absolute(path)
    guard file.starts(with: folder), file.count > folder.count else { return nil }
    self.init(file.dropFirst(folder.count).joined(separator: "/"))
  }

  private static func absolute(_ path: String) -> [String] {
    let full =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return full.split(separator: "/").reduce(into: []) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
    }
  }
}
