import World

/// Reads a list of the ids of skills.
struct SkillReferences {
  let fields: JSONFields
  let numbers: [String: SkillNumber]
  /// The ids of all skills.
  let names: [String]

  /// The numbers of the skills under `key`, in order; nil, with findings, when one is not there.
  func read(_ key: String, max: Int) -> [SkillNumber]? {
    guard let ids = fields.texts(key, max: max) else { return nil }
    let before = fields.log.errors
    var found: [SkillNumber] = []
    for id in ids {
      guard let number = numbers[id] else {
        fields.log.error(
          fields.place, "There is no skill \(quoted(id)).",
          nearest(to: id, among: names).map { "Did you mean \(quoted($0))?" }
            ?? (names.isEmpty
              ? "Name a file of skills as 'skills' in \(WorldManifest.file)."
              : "Add the skill, or remove it from \(quoted(key))."))
        continue
      }
      if found.contains(number) {
        fields.log.warning(
          fields.place, "\(quoted(key)) names the skill \(quoted(id)) twice.", "Remove one of them."
        )
      } else {
        found.append(number)
      }
    }
    return fields.log.errors == before ? found : nil
  }
}
