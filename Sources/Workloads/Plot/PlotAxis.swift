/// One axis of a plot: where values lie on it, and which of them are marked.
struct PlotAxis: Hashable {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  /// Through all these values; logarithmic when they span more than a decade.
  init(from low: Double, through high: Double) {
    isLogarithmic = low > 0 && high > 10 * low
    self.low = low
    self.high = high > low ? high : low + 1
  }

  /// From zero to a round number that is no less.
  init(fromZeroThrough high: Double) {
    isLogarithmic = false
    low = 0
    let step = Self.step(for: high)
    self.high = high > 0 ? (high / step).rounded(.up) * step : 1
  }

  /// 0 at the low end, 1 at the high one.
  func place(of value: Double) -> Double {
    guard isLogarithmic else { return (value - low) / (high - low) }
    return Self.log10(value / low) / Self.log10(high / low)
  }

  /// The values that are marked, ascending.
  var marks: [Double] {
    isLogarithmic ? logarithmicMarks : linearMarks
  }

  private var linearMarks: [Double] {
    let step = Self.step(for: high - low)
    var marks: [Double] = []
    var number = (low / step).rounded(.up)
    while number * step <= high * 1.000_001 {
      marks.append(number * step)
      number += 1
    }
    return marks
  }

  /// 1, 2 and 5 of each decade.
  private var logarithmicMarks: [Double] {
    var marks: [Double] = []
    var decade = 1.0
    while decade > low { decade /= 10 }
    while decade <= high {
      for digit in [1.0, 2, 5] where (low...high).contains(digit * decade) {
        marks.append(digit * decade)
      }
      decade *= 10
    }
    return marks
  }

  /// A round step that cuts a span into four to ten pieces.
  private static func step(for span: Double) -> Double {
    guard span > 0 else { return 1 }
    var step = 1.0
    while step * 10 <= span { step *= 10 }
    while step > span { step /= 10 }
    for divisor in [1.0, 2, 5] where span / (step / divisor) >= 4 { return step / divisor }
    return step / 10
  }

  /// Without a mathematics library: good enough for where a point is drawn.
  private static func log10(_ value: Double) -> Double {
    precondition(value > 0, "a logarithmic axis has positive values")
    // value = 2^exponent * significand, 1 <= significand < 2; the rest by the series of atanh.
    let z = (value.significand - 1) / (value.significand + 1)
    var power = z
    var sum = 0.0
    for term in stride(from: 1.0, through: 21, by: 2) {
      sum += power / term
      power *= z * z
    }
    return (Double(value.exponent) * 0.693_147_180_559_945 + 2 * sum) / 2.302_585_092_994_046
  }
}
