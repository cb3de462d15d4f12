/// Numbers of reports, as people read them: three digits that count, and no more.
public enum FigureText {
  /// `1,234`, `56.7`, `8.90`, `0.123`; large numbers with commas, small ones with decimals.
  public static func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = value.magnitude
    let decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
    return number(value, decimals: decimals)
  }

  static func number(_ value: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e18 else { return "\(value)" }
    let whole = UInt64(scaled) / UInt64(scale)
    let rest = String(UInt64(scaled) % UInt64(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + grouped(whole) }
    return sign + grouped(whole) + "."
      + String(repeating: "0", count: decimals - rest.count) + rest
  }

  /// A mark of an axis: no more decimals than it needs.
  static func mark(_ value: Double) -> String {
    for decimals in 0..<6 {
      var scale = 1.0
      for _ in 0..<decimals { scale *= 10 }
      let scaled = value * scale
      if (scaled - scaled.rounded()).magnitude < 1e-6 * scaled.magnitude + 1e-9 {
        return number(value, decimals: decimals)
      }
    }
    return number(value)
  }

  /// Without commas, for machines.
  static func plain(_ value: Double, decimals: Int) -> String {
    String(number(value, decimals: decimals).filter { $0 != "," })
  }

  private static func grouped(_ number: UInt64) -> String {
    let digits = Array(String(number))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0 && (digits.count - place) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}

extension Spread {
  /// `300 (280 … 320)`
  var text: String {
    guard min < max else { return FigureText.number(median) }
    return "\(FigureText.number(median)) (\(FigureText.number(min)) … \(FigureText.number(max)))"
  }
}

extension WorkloadFigure.Reference {
  var spread: Spread { Spread(median: median, min: min, max: max) }
}

extension WorkloadFigure {
  /// `everybody walks, 1,000 players`
  var title: String {
    players.map { "\(name), \(FigureText.number(Double($0))) players" } ?? name
  }

  /// `everybody walks: 300 (280 … 320) ns; plain C grid 250 (240 … 260); ratio 1.20`
  var line: String {
    var text = "  \(title): \(ours.text) \(unit)"
    if let reference { text += "; \(reference.name) \(reference.spread.text)" }
    if let ratio { text += "; ratio \(FigureText.number(ratio))" }
    return text
  }
}

extension WorkloadReport {
  /// The report for a terminal.
  public var lines: [String] {
    let idle = FigureText.number(100 * idleShare)
    return ["\(workload): \(headline.runs) runs in turns, the machine was idle for \(idle) %"]
      + all.map(\.line)
  }
}
