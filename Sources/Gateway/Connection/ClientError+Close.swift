import Wire

extension ClientError {
  /// The code of the close frame that follows a fatal error. The error says it better; a browser
  /// that lost it still learns this.
  var closeCode: WebSocketCloseCode {
    switch code {
    case .oversize: .messageTooBig
    case .shuttingDown: .goingAway
    case .slowReader, .full, .unavailable: .tryAgainLater
    default: .policyViolation
    }
  }
}
