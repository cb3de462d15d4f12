import Model
import Wire

extension TraceText {
  static func of(_ request: ValueRequest) -> String {
    let wish =
      switch request.wish {
      case .pickUp(let entity): "pick up \(entity)"
      case .drop(let item, count: _): "drop \(item.rawValue)"
      case .buy(entity: _, let price, count: _): "buy for \(price)"
      case .sell(entity: _, let item, let price): "sell \(item.rawValue) for \(price)"
      case .trade(let trade):
        "give \(trade.give.map(\.item.rawValue)) and \(trade.giveGold) gold to "
          + "\(CharacterID(trade.entity))"
      default: "\(request.wish)"
      }
    return "wish \(request.login)/\(request.number), \(wish)"
  }

  static func of(_ outcome: ModelOutcome?) -> String {
    switch outcome {
    case .done(let changes, let isRepeated):
      (isRepeated ? "done before: " : "done: ") + of(changes)
    case .refused(let isRepeated): isRepeated ? "refused before" : "refused"
    case .stale: "of another holder"
    case .staleEpoch: "of another owner"
    case .staleVersion(let party, let version): "\(party) is at version \(version.rawValue)"
    case nil: "unknown"
    }
  }

  static func of(_ settlement: ModelSettlement) -> String {
    switch settlement {
    case .aborted: "never was, never will be"
    case .refused: "was refused"
    case .done(let changes): "was done: \(of(changes))"
    }
  }

  private static func of(_ changes: [CharacterID: ModelBelongings.Change]) -> String {
    changes.keys.sorted().compactMap { character in
      changes[character].map {
        "\(character) v\($0.version.rawValue) gold \($0.gold) "
          + "+\($0.came.sorted().map(\.rawValue)) -\($0.gone.sorted().map(\.rawValue))"
      }
    }.joined(separator: ", ")
  }

  static func of(_ name: RequestName) -> String {
    "wish \(name.login)/\(name.number) of \(name.character)"
  }
}
