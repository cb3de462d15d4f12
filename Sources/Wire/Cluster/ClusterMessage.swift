import Model
import NIOCore

/// What one process of the cluster says to another (`MeshMessage` of `Proto/cluster.proto`).
///
/// What comes a thousand times a tick is small and stands in place. The others are indirect, so that
/// the big ones among them do not make each move of a small one dearer.
public enum ClusterMessage: Hashable, Sendable {
  indirect case hello(MeshHello)
  case attach(Attach)
  case attachRefused(AttachRefused)
  case input(SessionInput)
  case output(Output)
  case detached(Detached)
  case notHere(NotHere)
  case moved(Moved)
  case staleEpoch(StaleEpoch)
  case leave(Leave)
  case left(Left)
  case probe(SessionProbe)
  case probeReply(SessionProbeReply)
  indirect case say(SessionSay)
  indirect case request(SessionRequest)
  indirect case tradeAsk(TradeAsk)
  indirect case tradeReply(TradeReply)
  indirect case tradeEnd(TradeEnd)
  indirect case tradeShow(TradeShow)
  indirect case handoffOffer(HandoffOffer)
  case handoffAccept(HandoffAccept)
  case handoffRefuse(HandoffRefuse)
  indirect case ghostBatch(GhostBatch)
  indirect case groundNews(GroundNews)
  indirect case gatewayChat(GatewayChat)
  indirect case gatewayChatHeard(GatewayChatHeard)
  indirect case statusRequest(StatusRequest)
  indirect case statusReply(StatusReply)
  indirect case operationOrder(OperationOrder)
  indirect case operationReceipt(OperationReceipt)
  indirect case playersRequest(PlayersRequest)
  indirect case playersReply(PlayersReply)
  indirect case traceRequest(TraceRequest)
  indirect case traceReply(TraceReply)
  indirect case moveAsk(RegionMoveAsk)
  indirect case moveAnswer(RegionMoveAnswer)
  indirect case parcel(RegionParcel)
  indirect case running(RegionRunning)

  /// The region that must handle this message; nil for messages to a gateway or a whole process.
  public var region: RegionID? {
    switch self {
    case .attach(let m): m.region
    case .input(let m): m.region
    case .leave(let m): m.region
    case .probe(let m): m.region
    case .say(let m): m.region
    case .request(let m): m.region
    case .tradeAsk(let m): m.region
    case .tradeReply(let m): m.region
    case .tradeEnd(let m): m.region
    case .tradeShow(let m): m.region
    case .groundNews(let m): m.region
    case .handoffOffer(let m): m.target
    case .handoffAccept(let m): m.id.source
    case .handoffRefuse(let m): m.id.source
    case .ghostBatch(let m): m.target
    default: nil
    }
  }
}
