import Wire

/// Why a connection cannot go on.
enum TransportError: Error, Hashable {
  /// The server did not answer the request for a WebSocket as it must.
  case upgradeRefused(String)
  /// Bytes that no server may send on a WebSocket.
  case badFrame(String)
  case wire(WireError)
}
