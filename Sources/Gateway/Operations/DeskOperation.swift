import NIOCore
import Wire

/// One event loop's share of an operation of operators.
struct DeskOperation: Sendable {
  enum Work: Sendable {
    /// Hand an encoded `ServerFrame` to the clients.
    case show(ByteBuffer)
    /// End the sessions, and tell the clients why.
    case kick(ClientError)
    /// Ask storage who of them is muted.
    case readMutes
  }

  let scope: OperationScope
  let work: Work
  let tally: OperationTally
}
