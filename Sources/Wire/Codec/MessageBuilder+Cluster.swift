import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func message(_ value: ClusterMessage) -> UnsafeMutablePointer<Pangea__MeshMessage> {
    let message = make(pangea__mesh_message__init)
    setBody(value, of: &message.pointee)
    return message
  }

  private func setBody(_ value: ClusterMessage, of message: inout Pangea__MeshMessage) {
    switch value {
    case .hello, .attach, .attachRefused, .input, .output, .detached, .notHere, .moved,
      .staleEpoch, .leave, .left, .probe, .probeReply:
      setSession(value, of: &message)
    case .say, .request, .tradeAsk, .tradeReply, .tradeEnd, .tradeShow, .groundNews,
      .gatewayChat, .gatewayChatHeard:
      setPlayers(value, of: &message)
    case .handoffOffer, .handoffAccept, .handoffRefuse, .ghostBatch, .statusRequest,
      .statusReply, .moveAsk, .moveAnswer, .parcel, .running:
      setRegion(value, of: &message)
    case .operationOrder, .operationReceipt, .playersRequest, .playersReply, .traceRequest,
      .traceReply:
      setOperation(value, of: &message)
    }
  }

  /// Links, and sessions on their way to and from regions.
  private func setSession(_ value: ClusterMessage, of message: inout Pangea__MeshMessage) {
    switch value {
    case .hello(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_HELLO
      message.hello = hello(m)
    case .attach(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_ATTACH
      message.attach = attach(m)
    case .attachRefused(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_ATTACH_REFUSED
      message.attach_refused = attachRefused(m)
    case .input(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_INPUT
      message.input = sessionInput(m)
    case .output(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_OUTPUT
      message.output = output(m)
    case .detached(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_DETACHED
      message.detached = detached(m)
    case .notHere(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_NOT_HERE
      message.not_here = notHere(m)
    case .moved(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_MOVED
      message.moved = moved(m)
    case .staleEpoch(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_STALE_EPOCH
      message.stale_epoch = staleEpoch(m)
    case .leave(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_LEAVE
      message.leave = leave(m)
    case .left(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_LEFT
      message.left = left(m)
    case .probe(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_PROBE
      message.probe = probe(m)
    case .probeReply(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_PROBE_REPLY
      message.probe_reply = probeReply(m)
    default: preconditionFailure("handed out by setBody")
    }
  }

  /// What players say, own and exchange.
  private func setPlayers(_ value: ClusterMessage, of message: inout Pangea__MeshMessage) {
    switch value {
    case .say(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_SAY
      message.say = sessionSay(m)
    case .request(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_REQUEST
      message.request = sessionRequest(m)
    case .tradeAsk(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_TRADE_ASK
      message.trade_ask = tradeAsk(m)
    case .tradeReply(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_TRADE_REPLY
      message.trade_reply = tradeReply(m)
    case .tradeEnd(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_TRADE_END
      message.trade_end = tradeEnd(m)
    case .tradeShow(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_TRADE_SHOW
      message.trade_show = tradeShow(m)
    case .groundNews(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_GROUND_NEWS
      message.ground_news = groundNews(m)
    case .gatewayChat(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_GATEWAY_CHAT
      message.gateway_chat = gatewayChat(m)
    case .gatewayChatHeard(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_GATEWAY_CHAT_HEARD
      message.gateway_chat_heard = gatewayChatHeard(m)
    default: preconditionFailure("handed out by setBody")
    }
  }

  /// What operators order and ask of players.
  private func setOperation(_ value: ClusterMessage, of message: inout Pangea__MeshMessage) {
    switch value {
    case .operationOrder(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_OPERATION_ORDER
      message.operation_order = operationOrder(m)
    case .operationReceipt(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_OPERATION_RECEIPT
      message.operation_receipt = operationReceipt(m)
    case .playersRequest(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_PLAYERS_REQUEST
      message.players_request = playersRequest(m)
    case .playersReply(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_PLAYERS_REPLY
      message.players_reply = playersReply(m)
    case .traceRequest(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_TRACE_REQUEST
      message.trace_request = traceRequest(m)
    case .traceReply(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_TRACE_REPLY
      message.trace_reply = traceReply(m)
    default: preconditionFailure("handed out by setBody")
    }
  }

  /// Regions among each other, and what operators ask.
  private func setRegion(_ value: ClusterMessage, of message: inout Pangea__MeshMessage) {
    switch value {
    case .handoffOffer(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_HANDOFF_OFFER
      message.handoff_offer = handoffOffer(m)
    case .handoffAccept(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_HANDOFF_ACCEPT
      message.handoff_accept = handoffAccept(m)
    case .handoffRefuse(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_HANDOFF_REFUSE
      message.handoff_refuse = handoffRefuse(m)
    case .ghostBatch(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_GHOST_BATCH
      message.ghost_batch = ghostBatch(m)
    case .statusRequest(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_STATUS_REQUEST
      message.status_request = statusRequest(m)
    case .statusReply(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_STATUS_REPLY
      message.status_reply = statusReply(m)
    case .moveAsk(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_REGION_MOVE_ASK
      message.region_move_ask = moveAsk(m)
    case .moveAnswer(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_REGION_MOVE_ANSWER
      message.region_move_answer = moveAnswer(m)
    case .parcel(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_REGION_PARCEL
      message.region_parcel = parcel(m)
    case .running(let m):
      message.body_case = PANGEA__MESH_MESSAGE__BODY_REGION_RUNNING
      message.region_running = running(m)
    default: preconditionFailure("handed out by setBody")
    }
  }
}
