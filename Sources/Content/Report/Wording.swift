/// A name from a file as a sentence shows it: in quotes, cut when long, on one line.
func quoted(_ name: String) -> String {
  let scalars = name.unicodeScalars
  let isLong = scalars.dropFirst(Limits.quotedCharactersMax).first != nil
  return "'\(oneLine(scalars.prefix(Limits.quotedCharactersMax)))\(isLong ? "…" : "")'"
}

/// A text without line ends and other characters that move what a terminal shows.
func oneLine(_ text: some Sequence<Unicode.Scalar>) -> String {
  var shown = ""
  for scalar in text {
    let isShown = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    shown.unicodeScalars.append(isShown ? scalar : "\u{FFFD}")
  }
  return shown
}

/// The one of `candidates` that `name` was probably meant to be; nil when none is near.
func nearest(to name: String, among candidates: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(Limits.quotedCharactersMax))
  let ranked = candidates.map { candidate in
    let letters = Array(candidate.lowercased().unicodeScalars.prefix(Limits.quotedCharactersMax))
    return (candidate, editDistance(wanted, letters))
  }
  guard let best = ranked.min(by: { $0.1 < $1.1 }) else { return nil }
  return best.1 <= max(1, wanted.count / 3) ? best.0 : nil
}

/// Insertions, deletions and replacements between two texts (Wagner and Fischer, 1974).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
