/// The entries of a file of definitions, each with its id.
///
/// Four ways to write them are read: `{"monsters": [ … ]}`, a list alone, an object by id (here or
/// under the key), and one entry alone. Objects have no order in JSON: their entries come in the
/// order of their ids.
struct DefinitionList {
  struct Entry {
    var id: String
    var fields: JSONFields
  }

  /// Keys that a file may have beside its entries.
  static let headKeys = ["$schema", "version", "lastUpdated"]

  /// What a report calls an entry.
  let noun: String
  /// Under which key the entries stand.
  let key: String
  /// Which key of an entry names it.
  let idKey: String
  let max: Int
  let log: FindingLog

  /// The entries whose id is usable; findings tell of the others.
  func entries(of document: JSONValue, headKeys: [String] = []) -> [Entry] {
    switch document {
    case .array(let values): return list(values)
    case .object(let members):
      let known = Self.headKeys + headKeys
      if let value = members[key] {
        JSONFields(document, place: "", log: log)?.warnOfUnknown(known: known + [key])
        return under(value)
      }
      if case .string? = members[idKey] { return list([document]) }
      return byID(members.filter { !known.contains($0.key) })
    default:
      log.error(
        "", "This must be a list or an object, but it is \(document.kind).",
        "Write it as {\"\(key)\": [ … ]}.")
      return []
    }
  }

  private func under(_ value: JSONValue) -> [Entry] {
    switch value {
    case .array(let values): return list(values)
    case .object(let members): return byID(members)
    default:
      log.error(
        "", "\(quoted(key)) must be a list or an object, but it is \(value.kind).",
        "Write it as [ … ].")
      return []
    }
  }

  private func list(_ values: [JSONValue]) -> [Entry] {
    guard isFew(values.count) else { return [] }
    var seen: Set<String> = []
    return values.enumerated().compactMap { index, value in
      guard let fields = JSONFields(value, place: "\(noun) \(index + 1)", log: log),
        let id = fields.string(idKey), isID(id, fields.place)
      else { return nil }
      guard seen.insert(id).inserted else {
        log.error(
          "\(noun) \(quoted(id))", "Two \(noun)s have this id.", "Give each its own id.")
        return nil
      }
      return Entry(id: id, fields: fields.named("\(noun) \(quoted(id))"))
    }
  }

  private func byID(_ members: [String: JSONValue]) -> [Entry] {
    guard isFew(members.count) else { return [] }
    return members.keys.sorted().compactMap { id in
      let place = "\(noun) \(quoted(id))"
      guard let value = members[id], isID(id, place),
        let fields = JSONFields(value, place: place, log: log),
        let own = fields.string(idKey, default: id)
      else { return nil }
      guard own == id else {
        log.error(
          place, "\(quoted(idKey)) is \(quoted(own)), but the entry stands under \(quoted(id)).",
          "Use one id in both places.")
        return nil
      }
      return Entry(id: id, fields: fields)
    }
  }

  private func isFew(_ count: Int) -> Bool {
    guard count > max else { return true }
    log.error("", "It has \(count) \(noun)s; at most \(max) are allowed.", "Remove some.")
    return false
  }

  private func isID(_ id: String, _ place: String) -> Bool {
    let isGood =
      (1...Limits.idBytesMax).contains(id.utf8.count)
      && id.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x2D || byte == 0x2E
      }
    if !isGood {
      log.error(
        place, "\(quoted(id)) is no id.",
        "Use 1 … \(Limits.idBytesMax) letters, digits and the signs _ - . only.")
    }
    return isGood
  }
}
