import Supervisor

/// What `pangea up` says when a player could log in: what to open and what to try.
enum Welcome {
  static func lines(_ document: UpDocument, shards: Int) -> [String] {
    let line = String(repeating: "-", count: 72)
    let pangea = CommandLine.arguments[0]
    return [
      line,
      "Pangea is up: \(shards) shards, \(document.gateways.count) gateway(s).",
      "",
      "  Players        \(document.addresses.play)",
      "  TCP clients    \(document.addresses.tcp)",
      "  The cluster    \(document.addresses.admin)api/cluster",
      "                 user \(document.admin.user)  password \(document.admin.password)",
      "",
      "Try, in a second terminal:",
      "  \(pangea) ps",
      "      what runs",
      "  \(pangea) bots --count 50 --seconds 20 --cross",
      "      walk over borders, and prove it",
      "  \(pangea) kill shard-2",
      "      it comes back; nobody is disconnected",
      "  \(pangea) scale shards 3",
      "      one more shard",
      "",
      "Ctrl-C ends all of it.",
      line,
    ]
  }
}
