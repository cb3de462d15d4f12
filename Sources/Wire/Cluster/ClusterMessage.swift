import Model
import NIOCore

/// What one process of the cluster says to another (`MeshMessage` of `Proto/cluster.proto`).
public enum ClusterMessage: Hashable, Sendable {
  case hello(MeshHello)
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
  case say(SessionSay)
  case request(SessionRequest)
  case tradeAsk(TradeAsk)
  case tradeReply(TradeReply)
  case tradeEnd(TradeEnd)
  case tradeShow(TradeShow)
  case handoffOffer(HandoffOffer)
  case handoffAccept(HandoffAccept)
  case handoffRefuse(HandoffRefuse)
  case ghostBatch(GhostBatch)
  case groundNews(GroundNews)
  case gatewayChat(GatewayChat)
  case gatewayChatHeard(GatewayChatHeard)
  case statusRequest(StatusRequest)
  case statusReply(StatusReply)
  case operationOrder(OperationOrder)
  case operationReceipt(OperationReceipt)
  case playersRequest(PlayersRequest)
  case playersReply(PlayersReply)
  case traceRequest(TraceRequest)
  case traceReply(TraceReply)
  case moveAsk(RegionMoveAsk)
  case moveAnswer(RegionMoveAnswer)
  case parcel(RegionParcel)
  case running(RegionRunning)

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
