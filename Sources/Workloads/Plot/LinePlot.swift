/// Lines over a common axis, as an SVG picture. The vertical axis begins at zero, so that what looks
/// twice as high is twice as much; a horizontal axis that spans more than a decade is logarithmic.
public struct LinePlot: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  public struct Series: Hashable, Sendable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  public var title: String
  /// What the axes say.
  public var horizontal: String
  public var vertical: String
  public var series: [Series]

  public init(title: String, horizontal: String, vertical: String, series: [Series]) {
    self.title = title
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
  }

  /// What can be drawn of the points: an axis has no place for the rest.
  private var points: [Point] {
    series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite && $0.y >= 0 }
  }

  /// The picture; without points only its frame and words.
  public var svg: String {
    let xs = points.map(\.x)
    let horizontal = PlotAxis(from: xs.min() ?? 0, through: xs.max() ?? 1)
    let vertical = PlotAxis(fromZeroThrough: points.map(\.y).max() ?? 1)
    var drawing = PlotDrawing(horizontal: horizontal, vertical: vertical)
    drawing.frame(title: title, below: self.horizontal, beside: self.vertical)
    for (number, line) in series.enumerated() {
      let drawable = line.points.filter { points.contains($0) }.sorted { $0.x < $1.x }
      drawing.line(drawable, name: line.name, number: number)
    }
    return drawing.svg
  }
}
