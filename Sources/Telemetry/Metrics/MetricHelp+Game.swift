extension MetricHelp {
  /// Regions, handoffs and players.
  static let game = [
    "pangea_gateway_bytes_total": "Bytes from and to players.",
    "pangea_gateway_connections": "Connections open now: WebSocket, TCP and plain HTTP.",
    "pangea_gateway_drops_total": "What gateways dropped because a limit was hit, by limit.",
    "pangea_gateway_errors_total": "Errors told to clients, by kind.",
    "pangea_gateway_http_responses_total": "Answers to plain HTTP requests, by status.",
    "pangea_gateway_login_seconds": "Time from a log-in to the answer.",
    "pangea_gateway_logins_total": "Log-ins, of new guests and by resuming.",
    "pangea_gateway_mailbox_wakes_total": "Wake-ups of a loop by messages from shards.",
    "pangea_gateway_messages_total": "Messages from and to players.",
    "pangea_gateway_sessions": "Sessions, those in their grace period included.",
    "pangea_gateway_websocket_violations_total":
      "Frames that broke the rules of WebSocket, by close code.",
    "pangea_handoff_seconds": "Time from the offer of a character to its answer.",
    "pangea_handoffs_completed_total": "Characters handed over, by regions open here now.",
    "pangea_handoffs_cross_shard_total":
      "Characters handed over to another process, by regions open here now.",
    "pangea_handoffs_refused_total": "Offers that were refused, by regions open here now.",
    "pangea_handoffs_started_total": "Offers made, by regions open here now.",
    "pangea_messages_without_region_total": "Messages for regions that are not open here.",
    "pangea_region_claims_lost_total": "Claims of regions that storage refused.",
    "pangea_region_claims_won_total": "Claims of regions that storage granted.",
    "pangea_region_epoch": "The fencing number at which a region is open here.",
    "pangea_region_ghosts": "Copies of neighbours' entities in a region.",
    "pangea_region_handoffs_pending": "Characters of a region that are between two regions.",
    "pangea_region_players": "Characters in a region.",
    "pangea_region_tick_p99_seconds": "The work of a tick over the last minute, 99th percentile.",
    "pangea_regions_open": "Regions open in this process.",
    "pangea_tick_start_lag_seconds": "How late ticks begin.",
    "pangea_region_tick_seconds": "How long the tick of a region takes.",
    "pangea_ticks_skipped_total": "Ticks left out after a stall.",
  ]
}
