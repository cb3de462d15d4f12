extension MetricHelp {
  /// Redis, directory, mesh, storage and the admin process.
  static let cluster = [
    "pangea_admin_blocked_total": "Requests refused after too many wrong passwords.",
    "pangea_admin_late_status_replies_total": "Answers of nodes that nobody waited for any more.",
    "pangea_admin_wrong_credentials_total": "Requests with a wrong user or password.",
    "pangea_directory_gaps_total": "Times that changes of the directory were missed.",
    "pangea_directory_loads_total": "Times that the whole directory was read from Redis.",
    "pangea_directory_refusals_total": "Registrations that a higher epoch in Redis refused.",
    "pangea_lease_lapses_total": "Times that the lease of this process ran out.",
    "pangea_mesh_dropped_messages_total":
      "Messages that a full, broken or missing link did not deliver.",
    "pangea_mesh_link_downs_total": "Links that this process dialled and lost.",
    "pangea_mesh_link_ups_total": "Links that this process dialled and opened.",
    "pangea_mesh_received_bytes_total": "Bytes received over the mesh.",
    "pangea_mesh_received_messages_total": "Messages received over the mesh.",
    "pangea_mesh_refused_frames_total": "Frames of the mesh that could not be read.",
    "pangea_mesh_refused_links_total": "Links refused: a stranger, or another version.",
    "pangea_mesh_sent_bytes_total": "Bytes handed to the kernel for the mesh.",
    "pangea_mesh_sent_messages_total": "Messages handed to the kernel for the mesh.",
    "pangea_mesh_unknown_messages_total": "Messages of a kind that this version does not know.",
    "pangea_nodes_ignored_total": "Records of nodes in Redis that could not be read.",
    "pangea_placement_lease_held": "1 while this shard plans for the cluster.",
    "pangea_plans_made_total": "Placement plans that this shard made.",
    "pangea_plan_loads_total": "Times that the placement plan was read from Redis.",
    "pangea_redis_commands_total": "Commands sent to Redis.",
    "pangea_redis_disconnects_total": "Connections to Redis lost.",
    "pangea_redis_latency_seconds": "Time from a command to the reply of Redis.",
    "pangea_redis_moves_total":
      "Times a connection to Redis led to another server than the one before: a failover.",
    "pangea_redis_refused_total": "Commands not sent, because too many were waiting.",
    "pangea_redis_timeouts_total": "Commands that Redis did not answer in time.",
    "pangea_storage_connects_total": "Tries to connect to PostgreSQL, by result.",
    "pangea_storage_errors_total": "Operations of storage that failed.",
    "pangea_storage_full": "1 while storage finds no room to write.",
    "pangea_storage_retries_total": "Transactions of PostgreSQL that were run again, by reason.",
    "pangea_storage_value_total": "Changes of belongings, by action and outcome.",
    "pangea_storage_requests_failed_total": "Requests of regions that storage failed.",
    "pangea_storage_requests_refused_total":
      "Requests of regions refused, because too many were waiting.",
    "pangea_storage_unsaved_characters": "Characters whose last save storage did not take.",
    "pangea_storage_seconds": "Time that an operation of storage took.",
    "pangea_value_operations_total": "Changes of what players own that storage has done.",
    "pangea_value_operations_repeated_total": "Those of them that had been done before.",
    "pangea_value_operations_refused_total": "Changes of belongings that storage refused.",
    "pangea_value_operations_retried_total":
      "Changes of belongings tried again, because somebody was in the way.",
    "pangea_operation_results_forgotten_total":
      "Results of operations that were forgotten for age.",
    "pangea_value_jobs_failed_total": "Questions about belongings that storage did not answer.",
  ]
}
