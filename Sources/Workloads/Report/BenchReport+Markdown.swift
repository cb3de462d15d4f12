extension BenchReport {
  /// The report as a page: a table for each workload, the curves as pictures, and what changed.
  ///
  /// - Parameters:
  ///   - changes: since the report that is checked in; nil: there is none.
  ///   - pictures: the file of each curve, by its name.
  public func markdown(changes: [FigureChange]?, pictures: [String: String] = [:]) -> String {
    var lines = ["# Measured", "", "\(date), \(machine), \(build) build.", ""]
    if let changes { lines += Self.summary(of: changes) }
    for report in workloads { lines += section(report, changes: changes) }
    if !curves.isEmpty { lines += ["## Scale", ""] }
    for curve in curves {
      if let file = pictures[curve.name] { lines += ["![\(curve.name)](\(file))", ""] }
      lines += Self.table(curve)
    }
    if !failures.isEmpty {
      lines += ["## Not measured", ""]
      lines += failures.map { "- \($0.workload): \($0.reason)" } + [""]
    }
    return lines.joined(separator: "\n")
  }

  private static func summary(of changes: [FigureChange]) -> [String] {
    let beyond = changes.filter { [.better, .worse, .gone].contains($0.verdict) }
    guard !beyond.isEmpty else {
      return ["Nothing changed beyond noise since the report that is checked in.", ""]
    }
    return ["Changed since the report that is checked in:", ""]
      + beyond.map { "- \($0.title): \($0.text)" } + [""]
  }

  private func section(_ report: WorkloadReport, changes: [FigureChange]?) -> [String] {
    var lines = [
      "## \(report.workload)", "",
      "The machine was idle for \(FigureText.number(100 * report.idleShare)) %.", "",
      "| figure | unit | ours | reference | ratio |" + (changes == nil ? "" : " change |"),
      "|---|---|---|---|---|" + (changes == nil ? "" : "---|"),
    ]
    for figure in report.all {
      var cells = [
        figure.title, figure.unit, figure.ours.text,
        figure.reference.map { "\($0.name): \($0.spread.text)" } ?? "–",
        figure.ratio.map(FigureText.number) ?? "–",
      ]
      if let changes {
        let change = changes.first {
          $0.workload == report.workload && $0.figure == figure.name
            && $0.players == figure.players
        }
        cells.append(change?.text ?? "–")
      }
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines + [""]
  }

  private static func table(_ curve: Curve) -> [String] {
    ["| \(curve.axis.title) | \(curve.figures.first?.unit ?? "") | reference |", "|---|---|---|"]
      + curve.figures.map { figure in
        let place = curve.axis.value(of: figure).map(FigureText.number) ?? "–"
        let reference = figure.reference.map { $0.spread.text } ?? "–"
        return "| \(place) | \(figure.ours.text) | \(reference) |"
      } + [""]
  }
}

extension FigureChange {
  /// `W5 everybody walks, 1,000 players`
  public var title: String {
    let crowd = players.map { ", \(FigureText.number(Double($0))) players" } ?? ""
    return "\(workload) \(figure)\(crowd)"
  }
}
