import HTTPTypes

extension HTTPField.Name {
  /// How a browser comes to a request (Fetch Metadata); programs do not send it.
  static let secFetchMode = Self("Sec-Fetch-Mode")!
  /// From which page, seen from this server: `same-origin`, `cross-site` …
  static let secFetchSite = Self("Sec-Fetch-Site")!
  /// What the page of a session sends with whatever changes something.
  static let csrfToken = Self("X-CSRF-Token")!
  /// What a proxy in front says of the other side.
  static let forwardedFor = Self("X-Forwarded-For")!
  static let forwardedProto = Self("X-Forwarded-Proto")!
  /// `no`: a proxy hands on at once what it gets.
  static let xAccelBuffering = Self("X-Accel-Buffering")!
  /// Which other pages may be in one group of windows with a page.
  static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!
  static let referrerPolicy = Self("Referrer-Policy")!
}
