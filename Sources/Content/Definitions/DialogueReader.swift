/// Reads `dialogues.json`.
struct DialogueReader {
  static let known = ["dialogueId", "lines"]

  let log: FindingLog

  /// The dialogues that are usable; findings tell of the others.
  func read(_ document: JSONValue) -> [Definitions.Dialogue] {
    let list = DefinitionList(
      noun: "dialogue", key: "dialogues", idKey: "dialogueId", max: Limits.dialoguesMax, log: log)
    return list.entries(of: document).compactMap { dialogue($0.id, $0.fields) }
  }

  private func dialogue(_ id: String, _ fields: JSONFields) -> Definitions.Dialogue? {
    fields.warnOfUnknown(known: Self.known)
    let before = log.errors
    guard let values = fields.array("lines", max: Limits.dialogueLinesMax) else { return nil }
    if values.isEmpty {
      log.error(fields.place, "It has no lines.", "Write what is said, or remove the dialogue.")
    }
    let lines = values.enumerated().compactMap { index, value in
      line(value, "\(fields.place), line \(index + 1)")
    }
    return log.errors == before ? Definitions.Dialogue(id: id, lines: lines) : nil
  }

  private func line(_ value: JSONValue, _ place: String) -> String? {
    guard case .string(let text) = value else {
      log.error(
        place, "It must be a string, but it is \(value.kind).", "Write a sentence in quotes.")
      return nil
    }
    guard (1...Limits.descriptionBytesMax).contains(text.utf8.count) else {
      log.error(
        place, "It has \(text.utf8.count) bytes, outside 1 … \(Limits.descriptionBytesMax).",
        "Split it into several lines, or write something.")
      return nil
    }
    return text
  }
}
