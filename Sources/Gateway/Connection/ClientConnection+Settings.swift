import Model
import Wire

extension ClientConnection {
  /// The version of the client protocol.
  static let version: UInt32 = 1

  /// What the gateway's configuration says about every connection.
  struct Settings: Sendable {
    var limits = GatewayLimits()
    /// Name of the gateway, as players see it.
    var server = ""
    var contentVersion = ""
    /// Milliseconds since 1970.
    var wallClock: @Sendable () -> UInt64 = { 0 }

    var welcome: Welcome {
      var welcome = Welcome()
      welcome.version = ClientConnection.version
      welcome.tickHz = UInt32(Tick.perSecond)
      welcome.serverTimeMilliseconds = wallClock()
      welcome.frameBytesMax = UInt32(limits.frameBytesMax)
      welcome.inputsPerSecondMax = UInt32(limits.inputsPerSecondMax)
      welcome.graceSeconds = limits.graceSeconds
      welcome.server = server
      welcome.contentVersion = contentVersion
      return welcome
    }
  }

  /// How fast this client may send.
  struct Rates {
    var bytes: TokenBucket
    var messages: TokenBucket
    var inputs: TokenBucket
    var probes: TokenBucket

    init(_ limits: GatewayLimits, now: BootTime) {
      bytes = TokenBucket(
        perSecond: limits.bytesPerSecondMax, burst: limits.bytesBurstMax, now: now)
      messages = TokenBucket(
        perSecond: limits.messagesPerSecondMax, burst: limits.messagesBurstMax, now: now)
      // A fifth more: the client's clock may run faster than ours.
      inputs = TokenBucket(
        perSecond: limits.inputsPerSecondMax * 6 / 5, burst: limits.inputsBurstMax, now: now)
      probes = TokenBucket(
        perSecond: limits.probesPerSecondMax, burst: limits.probesBurstMax, now: now)
    }
  }
}
