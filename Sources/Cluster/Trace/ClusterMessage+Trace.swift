import Model
import Wire

extension ClusterMessage {
  /// The trace that this belongs to, where messages of its kind say so.
  public var trace: TraceContext? {
    switch self {
    case .input(let input): input.trace
    case .attach(let attach): attach.trace
    case .handoffOffer(let offer): offer.trace
    default: nil
    }
  }
}
