/// Reads how a thing is drawn: a shape that clients know, and a colour.
struct AppearanceReader {
  /// What clients have drawings for.
  let shapes: [String]

  /// Nil, with a finding, when it is not usable; also nil when there is none.
  func read(_ fields: JSONFields) -> Definitions.Appearance? {
    guard let look = fields.optionalObject("appearance") else { return nil }
    look.warnOfUnknown(known: ["shape", "color", "size"])
    let shape = look.text("shape", max: Limits.idBytesMax)
    let color = look.string("color")
    let size = look.number("size", in: Limits.appearanceSizes, default: 1)
    if let color, !Self.isColor(color) {
      look.log.error(
        look.place, "'color' is \(quoted(color)), which is no colour.",
        "Write it as \"#7aa0ff\": six hexadecimal digits.")
      return nil
    }
    guard let shape, let color, let size else { return nil }
    if !shapes.contains(shape) {
      look.log.warning(
        look.place, "Clients have no drawing for the shape \(quoted(shape)) and use another one.",
        nearest(to: shape, among: shapes).map { "Did you mean \(quoted($0))?" }
          ?? "Use one of \(shapes.joined(separator: ", ")).")
    }
    return Definitions.Appearance(shape: shape, color: color, size: size)
  }

  private static func isColor(_ text: String) -> Bool {
    text.utf8.count == 7 && text.hasPrefix("#")
      && text.utf8.dropFirst().allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
          || (0x61...0x66).contains(byte)
      }
  }
}
