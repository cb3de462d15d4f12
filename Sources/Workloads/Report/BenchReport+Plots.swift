extension BenchReport.Curve.Axis {
  /// As it stands under a plot.
  public var title: String {
    switch self {
    case .players: "players"
    case .visible: "others in sight"
    }
  }

  /// Where a figure lies along it.
  public func value(of figure: WorkloadFigure) -> Double? {
    switch self {
    case .players: figure.players.map(Double.init)
    case .visible: figure.visible
    }
  }
}

extension BenchReport.Curve {
  /// The curve as a picture, beside that of its reference.
  public var plot: LinePlot {
    var ours = LinePlot.Series(name: "ours", points: [])
    var reference = LinePlot.Series(
      name: figures.lazy.compactMap(\.reference?.name).first ?? "", points: [])
    for figure in figures {
      guard let x = axis.value(of: figure) else { continue }
      ours.points.append(.init(x: x, y: figure.ours.median))
      if let other = figure.reference { reference.points.append(.init(x: x, y: other.median)) }
    }
    return LinePlot(
      title: name, horizontal: axis.title, vertical: figures.first?.unit ?? "",
      series: reference.points.isEmpty ? [ours] : [ours, reference])
  }
}
