/// The elements of a plot, in pixels, as they are drawn.
struct PlotDrawing {
  private static let width = 720.0
  private static let height = 420.0
  private static let left = 84.0
  private static let right = 24.0
  private static let top = 72.0
  private static let bottom = 60.0
  /// Colours that are told apart also by those who see few; the markers differ as well.
  private static let colours = ["#0b5fa5", "#c2410c", "#4d7c0f", "#7e22ce"]

  let horizontal: PlotAxis
  let vertical: PlotAxis
  private var elements: [String] = []
  /// Where the next name of the legend stands.
  private var legend = PlotDrawing.left

  init(horizontal: PlotAxis, vertical: PlotAxis) {
    self.horizontal = horizontal
    self.vertical = vertical
  }

  var svg: String {
    let size = "\(Int(Self.width)) \(Int(Self.height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" \
      font-family="sans-serif" font-size="13" role="img">
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  /// Title, axes and marks.
  mutating func frame(title: String, below: String, beside: String) {
    elements.append("<title>\(Self.escaped(title))</title>")
    text(title, x: Self.left, y: 26, size: 16)
    text(below, x: (Self.left + Self.width - Self.right) / 2, y: Self.height - 14, anchor: "middle")
    text(beside, x: 14, y: Self.top - 14)
    for mark in vertical.marks {
      let y = y(mark)
      rule(x1: Self.left, y1: y, x2: Self.width - Self.right, y2: y, colour: "#e2e8f0")
      text(FigureText.mark(mark), x: Self.left - 8, y: y + 4, anchor: "end")
    }
    for mark in horizontal.marks {
      let x = x(mark)
      rule(
        x1: x, y1: Self.height - Self.bottom, x2: x, y2: Self.height - Self.bottom + 5,
        colour: "#334155")
      text(FigureText.mark(mark), x: x, y: Self.height - Self.bottom + 20, anchor: "middle")
    }
    let floor = Self.height - Self.bottom
    rule(x1: Self.left, y1: floor, x2: Self.width - Self.right, y2: floor, colour: "#334155")
  }

  /// One series, its points from left to right.
  mutating func line(_ points: [LinePlot.Point], name: String, number: Int) {
    let colour = Self.colours[number % Self.colours.count]
    let places = points.map { "\(Self.pixels(x($0.x))),\(Self.pixels(y($0.y)))" }
    if places.count > 1 {
      elements.append(
        "<polyline points=\"\(places.joined(separator: " "))\" fill=\"none\" "
          + "stroke=\"\(colour)\" stroke-width=\"2\"/>")
    }
    for point in points { marker(x: x(point.x), y: y(point.y), number: number, colour: colour) }
    let baseline = Self.top - 30
    marker(x: legend + 5, y: baseline - 4, number: number, colour: colour)
    text(name, x: legend + 16, y: baseline)
    legend += 40 + 8 * Double(name.count)
  }

  private func x(_ value: Double) -> Double {
    Self.left + horizontal.place(of: value) * (Self.width - Self.left - Self.right)
  }

  private func y(_ value: Double) -> Double {
    Self.height - Self.bottom
      - vertical.place(of: value) * (Self.height - Self.top - Self.bottom)
  }

  private mutating func marker(x: Double, y: Double, number: Int, colour: String) {
    let (x, y) = (number % 2 == 0 ? x : x - 4, number % 2 == 0 ? y : y - 4)
    elements.append(
      number % 2 == 0
        ? "<circle cx=\"\(Self.pixels(x))\" cy=\"\(Self.pixels(y))\" r=\"4\" fill=\"\(colour)\"/>"
        : "<rect x=\"\(Self.pixels(x))\" y=\"\(Self.pixels(y))\" width=\"8\" height=\"8\" "
          + "fill=\"\(colour)\"/>")
  }

  private mutating func rule(x1: Double, y1: Double, x2: Double, y2: Double, colour: String) {
    elements.append(
      "<line x1=\"\(Self.pixels(x1))\" y1=\"\(Self.pixels(y1))\" x2=\"\(Self.pixels(x2))\" "
        + "y2=\"\(Self.pixels(y2))\" stroke=\"\(colour)\"/>")
  }

  private mutating func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", size: Int = 13
  ) {
    elements.append(
      "<text x=\"\(Self.pixels(x))\" y=\"\(Self.pixels(y))\" text-anchor=\"\(anchor)\" "
        + "font-size=\"\(size)\" fill=\"#0f172a\">\(Self.escaped(text))</text>")
  }

  private static func pixels(_ value: Double) -> String {
    FigureText.plain(value, decimals: 1)
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
