import Model

/// What a client may say to a gateway (`ClientFrame` of `Proto/client.proto`).
///
/// Small in memory, as `ClusterMessage` is.
public enum ClientMessage: Hashable, Sendable {
  case hello(version: UInt32, client: String)
  /// `name` empty: the server gives one.
  case guestLogin(name: String)
  case resumeLogin(token: [UInt8])
  /// Of an account; a ticket is good for one log-in.
  case ticketLogin(ticket: [UInt8])
  case join(CharacterID)
  case input(PlayerInput)
  case probe(nonce: UInt64)
  case bye(reason: String)
  indirect case say(Say)
  indirect case request(ValueRequest)
}
