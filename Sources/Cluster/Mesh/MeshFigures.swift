import CoreMetrics

/// What is counted about links.
struct MeshFigures: Sendable {
  let sentMessages = Counter(label: "pangea_mesh_sent_messages_total")
  let sentBytes = Counter(label: "pangea_mesh_sent_bytes_total")
  let receivedMessages = Counter(label: "pangea_mesh_received_messages_total")
  let receivedBytes = Counter(label: "pangea_mesh_received_bytes_total")
  let unknownMessages = Counter(label: "pangea_mesh_unknown_messages_total")
  let droppedMessages = Counter(label: "pangea_mesh_dropped_messages_total")
  let linkUps = Counter(label: "pangea_mesh_link_ups_total")
  let linkDowns = Counter(label: "pangea_mesh_link_downs_total")
  let refusedLinks = Counter(label: "pangea_mesh_refused_links_total")
  let refusedFrames = Counter(label: "pangea_mesh_refused_frames_total")
}
