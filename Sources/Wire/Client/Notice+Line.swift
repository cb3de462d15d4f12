extension Notice {
  /// For a player who logs in: the character's region takes nobody at the moment.
  ///
  /// - Parameter place: in the line, from 1.
  public static func inLine(_ place: UInt32) -> Notice {
    Notice(
      .inLine, "This part of the world is full: you are \(ordinal(place)) in line.", place: place)
  }

  /// For a player who walks on: the region ahead takes nobody at the moment.
  ///
  /// - Parameter place: in the line, from 1.
  public static func aheadInLine(_ place: UInt32) -> Notice {
    Notice(
      .regionFull, "The land ahead is full: you are \(ordinal(place)) in line.", place: place)
  }

  private static func ordinal(_ number: UInt32) -> String {
    switch (number % 100, number % 10) {
    case (11...13, _): "\(number)th"
    case (_, 1): "\(number)st"
    case (_, 2): "\(number)nd"
    case (_, 3): "\(number)rd"
    default: "\(number)th"
    }
  }
}
