/// Reads the `.tiled-project` that a file of Tiled belongs to: designers declare their classes there
/// once, and files say only what differs.
enum TiledProjectReader {
  static let suffix = "tiled-project"

  /// The classes for a file: of the project in its folder or in the nearest one above it.
  static func classes(near file: FilePath, in source: ContentSource) -> TiledClasses {
    guard let project = project(near: file.folder, in: source) else { return .none }
    if let known = source.projects[project] { return known }
    let classes = read(project, in: source)
    source.projects[project] = classes
    return classes
  }

  private static func project(near folder: [String], in source: ContentSource) -> FilePath? {
    if let known = source.projectOfFolder[folder] { return known }
    let found = source.names(in: folder).compactMap { FilePath($0, relativeTo: folder) }
      .filter { $0.suffix == suffix }
    if let first = found.first, found.count > 1 {
      source.log(of: first).warning(
        "project", "Its folder holds \(found.count) projects; this one is read.",
        "Keep one project in a folder.")
    }
    let project =
      found.first ?? (folder.isEmpty ? nil : self.project(near: folder.dropLast(), in: source))
    source.projectOfFolder.updateValue(project, forKey: folder)
    return project
  }

  private static func read(_ file: FilePath, in source: ContentSource) -> TiledClasses {
    let log = source.log(of: file)
    guard let document = source.document(file),
      let fields = JSONFields(document, place: "project", log: log)
    else { return .none }
    let entries =
      fields.array("propertyTypes", max: Limits.projectClassesMax, optional: true) ?? []
    var drafts: [String: Draft] = [:]
    for (index, entry) in entries.enumerated() {
      guard let entry = JSONFields(entry, place: "type \(index + 1)", log: log),
        let name = entry.string("name"), entry.isName(name), let type = entry.string("type")
      else { continue }
      // What an enumeration allows is the editor's affair: its values are texts and numbers.
      guard type == "class" else { continue }
      let known = drafts.updateValue(
        Draft(entry.named("class \(quoted(name))")), forKey: name)
      if known != nil {
        log.error("class \(quoted(name))", "Two classes have this name.", "Rename one of them.")
      }
    }
    var resolver = TiledClassResolver(drafts: drafts, log: log)
    return resolver.resolved()
  }

  /// A class as it is declared: its members may be of other classes.
  struct Draft {
    var members: [String: PropertyValue] = [:]
    /// Which members are of which class.
    var classes: [String: String] = [:]
    var uses: Set<String> = []

    init(_ fields: JSONFields) {
      for (index, value) in (fields.array("useAs", max: 64, optional: true) ?? []).enumerated() {
        if case .string(let use) = value {
          uses.insert(use)
        } else {
          fields.log.error(
            fields.place, "Entry \(index + 1) of 'useAs' is no word.",
            "Save the project again with Tiled.")
        }
      }
      let list = fields.array("members", max: Limits.propertiesMax, optional: true) ?? []
      members = TiledPropertyReader.read(list, of: fields, noun: "member", classes: .none)
      for case .object(let member) in list {
        if case .string("class")? = member["type"], case .string(let name)? = member["name"],
          case .string(let type)? = member["propertyType"]
        {
          classes[name] = type
        }
      }
    }
  }
}

/// Puts classes together whose members are of other classes. Each is put together once, so that a
/// small project cannot grow without bounds.
private struct TiledClassResolver {
  let drafts: [String: TiledProjectReader.Draft]
  let log: FindingLog
  private var known: [String: [String: PropertyValue]] = [:]

  init(drafts: [String: TiledProjectReader.Draft], log: FindingLog) {
    self.drafts = drafts
    self.log = log
  }

  mutating func resolved() -> TiledClasses {
    var classes = TiledClasses()
    for name in drafts.keys.sorted() {
      classes.classes[name] = TiledClasses.Class(
        members: members(of: name, inside: []), uses: drafts[name]?.uses ?? [])
    }
    return classes
  }

  private mutating func members(
    of name: String, inside outer: [String]
  ) -> [String: PropertyValue] {
    if let members = known[name] { return members }
    guard let draft = drafts[name] else { return [:] }
    guard !outer.contains(name), outer.count < Limits.projectNestingMax else {
      log.error(
        "class \(quoted(outer.first ?? name))",
        "Its members are of the class itself, or of classes more than "
          + "\(Limits.projectNestingMax) deep.",
        "Remove the member of class \(quoted(name)) from class \(quoted(outer.last ?? name)).")
      return [:]
    }
    var members = draft.members
    for key in draft.classes.keys.sorted() {
      guard let type = draft.classes[key] else { continue }
      let usual = self.members(of: type, inside: outer + [name])
      members = members.completed(by: [key: .structure(usual)])
    }
    known[name] = members
    return members
  }
}
