/// How strictly the admin process asks who somebody is.
public struct AccessSettings: Hashable, Sendable {
  /// Accounts of staff need a second factor; one without may only set it up.
  public var needsSecondFactor: Bool
  /// Requests come from a proxy that sets `X-Forwarded-For` and `X-Forwarded-Proto`, and from nobody
  /// else.
  public var isForwarded: Bool
  /// What authenticator apps call the cluster.
  public var issuer: String

  public init(
    needsSecondFactor: Bool = true, isForwarded: Bool = false, issuer: String = "Pangea"
  ) {
    self.needsSecondFactor = needsSecondFactor
    self.isForwarded = isForwarded
    self.issuer = issuer
  }
}
