import Model
import NIOCore

/// The limits of the admin process, each with what happens when it is hit.
public enum AdminLimits {
  /// How long a view of the cluster waits for its nodes; who has not answered is named unreachable.
  public static let statusWaitMax: Duration = .seconds(1)
  /// Wrong passwords from one address within the window; further requests from it are refused with
  /// 429 until the window ends, and counted in `pangea_admin_blocked_total`.
  public static let failuresMax = 10
  public static let failureWindow: BootTime.Span = .seconds(60)
  /// Addresses whose failures are remembered; when all places are taken, newcomers share one.
  public static let failureAddressesMax = 4096
  /// Connections; more wait in the kernel's backlog.
  public static let connectionsMax = 256
  /// A silent connection is closed after so long.
  public static let idleMax: TimeAmount = .seconds(30)
  /// The longest user name or password that is looked at, in bytes; a longer one is wrong.
  public static let credentialBytesMax = 1024
}
