import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  /// Nil when the message has only a body that this version does not know.
  static func clusterMessage(
    _ message: Pangea__MeshMessage
  ) throws(WireError) -> ClusterMessage? {
    switch message.body_case {
    case PANGEA__MESH_MESSAGE__BODY_HELLO: .hello(try hello(try body(message.hello)))
    case PANGEA__MESH_MESSAGE__BODY_ATTACH: .attach(try attach(try body(message.attach)))
    case PANGEA__MESH_MESSAGE__BODY_ATTACH_REFUSED:
      .attachRefused(attachRefused(try body(message.attach_refused)))
    case PANGEA__MESH_MESSAGE__BODY_INPUT: .input(try sessionInput(try body(message.input)))
    case PANGEA__MESH_MESSAGE__BODY_OUTPUT: .output(output(try body(message.output)))
    case PANGEA__MESH_MESSAGE__BODY_DETACHED: .detached(detached(try body(message.detached)))
    case PANGEA__MESH_MESSAGE__BODY_NOT_HERE: .notHere(notHere(try body(message.not_here)))
    case PANGEA__MESH_MESSAGE__BODY_MOVED: .moved(moved(try body(message.moved)))
    case PANGEA__MESH_MESSAGE__BODY_STALE_EPOCH:
      .staleEpoch(staleEpoch(try body(message.stale_epoch)))
    case PANGEA__MESH_MESSAGE__BODY_LEAVE: .leave(leave(try body(message.leave)))
    case PANGEA__MESH_MESSAGE__BODY_LEFT: .left(left(try body(message.left)))
    case PANGEA__MESH_MESSAGE__BODY_PROBE: .probe(probe(try body(message.probe)))
    case PANGEA__MESH_MESSAGE__BODY_PROBE_REPLY:
      .probeReply(probeReply(try body(message.probe_reply)))
    case PANGEA__MESH_MESSAGE__BODY_SAY: .say(try sessionSay(try body(message.say)))
    case PANGEA__MESH_MESSAGE__BODY_REQUEST:
      .request(try sessionRequest(try body(message.request)))
    case PANGEA__MESH_MESSAGE__BODY_TRADE_ASK:
      .tradeAsk(try tradeAsk(try body(message.trade_ask)))
    case PANGEA__MESH_MESSAGE__BODY_TRADE_REPLY:
      .tradeReply(try tradeReply(try body(message.trade_reply)))
    case PANGEA__MESH_MESSAGE__BODY_TRADE_END:
      .tradeEnd(tradeEnd(try body(message.trade_end)))
    case PANGEA__MESH_MESSAGE__BODY_TRADE_SHOW:
      .tradeShow(try tradeShow(try body(message.trade_show)))
    case PANGEA__MESH_MESSAGE__BODY_GROUND_NEWS:
      .groundNews(try groundNews(try body(message.ground_news)))
    case PANGEA__MESH_MESSAGE__BODY_HANDOFF_OFFER:
      .handoffOffer(try handoffOffer(try body(message.handoff_offer)))
    case PANGEA__MESH_MESSAGE__BODY_HANDOFF_ACCEPT:
      .handoffAccept(handoffAccept(try body(message.handoff_accept)))
    case PANGEA__MESH_MESSAGE__BODY_HANDOFF_REFUSE:
      .handoffRefuse(handoffRefuse(try body(message.handoff_refuse)))
    case PANGEA__MESH_MESSAGE__BODY_GHOST_BATCH:
      .ghostBatch(try ghostBatch(try body(message.ghost_batch)))
    case PANGEA__MESH_MESSAGE__BODY_GATEWAY_CHAT:
      .gatewayChat(try gatewayChat(try body(message.gateway_chat)))
    case PANGEA__MESH_MESSAGE__BODY_GATEWAY_CHAT_HEARD:
      .gatewayChatHeard(try gatewayChatHeard(try body(message.gateway_chat_heard)))
    case PANGEA__MESH_MESSAGE__BODY_REGION_MOVE_ASK:
      .moveAsk(moveAsk(try body(message.region_move_ask)))
    case PANGEA__MESH_MESSAGE__BODY_REGION_MOVE_ANSWER:
      .moveAnswer(moveAnswer(try body(message.region_move_answer)))
    case PANGEA__MESH_MESSAGE__BODY_REGION_PARCEL:
      .parcel(try parcel(try body(message.region_parcel)))
    case PANGEA__MESH_MESSAGE__BODY_REGION_RUNNING:
      .running(running(try body(message.region_running)))
    default: try operatorsMessage(message)
    }
  }

  /// What admin processes ask and order, and the answers.
  private static func operatorsMessage(
    _ message: Pangea__MeshMessage
  ) throws(WireError) -> ClusterMessage? {
    switch message.body_case {
    case PANGEA__MESH_MESSAGE__BODY_STATUS_REQUEST:
      .statusRequest(statusRequest(try body(message.status_request)))
    case PANGEA__MESH_MESSAGE__BODY_STATUS_REPLY:
      .statusReply(try statusReply(try body(message.status_reply)))
    case PANGEA__MESH_MESSAGE__BODY_OPERATION_ORDER:
      .operationOrder(try operationOrder(try body(message.operation_order)))
    case PANGEA__MESH_MESSAGE__BODY_OPERATION_RECEIPT:
      .operationReceipt(try operationReceipt(try body(message.operation_receipt)))
    case PANGEA__MESH_MESSAGE__BODY_PLAYERS_REQUEST:
      .playersRequest(try playersRequest(try body(message.players_request)))
    case PANGEA__MESH_MESSAGE__BODY_PLAYERS_REPLY:
      .playersReply(try playersReply(try body(message.players_reply)))
    case PANGEA__MESH_MESSAGE__BODY_TRACE_REQUEST:
      .traceRequest(traceRequest(try body(message.trace_request)))
    case PANGEA__MESH_MESSAGE__BODY_TRACE_REPLY:
      .traceReply(try traceReply(try body(message.trace_reply)))
    default:
      if message.base.n_unknown_fields > 0 { nil } else { throw .bodyMissing }
    }
  }
}
