extension MetricHelp {
  /// Spans: kept here, shown to those who ask, sent to a collector.
  static let trace = [
    "pangea_admin_late_trace_replies_total":
      "Answers about traces that nobody waited for any more.",
    "pangea_trace_export_dropped_spans_total": "Spans that no collector got, by reason.",
    "pangea_trace_export_retries_total": "Batches of spans that were sent once more.",
    "pangea_trace_exported_spans_total": "Spans that a collector took.",
    "pangea_trace_held_spans": "Spans that are kept for those who ask.",
    "pangea_trace_missed_total":
      "Inputs and characters of a trace not followed, because too much was.",
    "pangea_trace_queued_spans": "Spans that wait to be sent to a collector.",
    "pangea_trace_replaced_spans_total": "Spans that are gone for newer ones.",
    "pangea_trace_spans_total": "Spans recorded.",
    "pangea_trace_unqueued_spans_total":
      "Spans not sent to a collector, because too many waited.",
  ]
}
