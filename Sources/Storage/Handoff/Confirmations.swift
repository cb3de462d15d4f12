import Model

extension SQLTransaction {
  func confirm(
    _ confirmations: [RegionConfirmation]
  ) throws(StorageError) -> ConfirmationRefusals {
    let stale = try stale(confirmations.lazy.map(\.fence))
    let holdings = try holdings(of: confirmations.flatMap(\.characters).lazy.map(\.character))
    var refusals = ConfirmationRefusals()
    for confirmation in confirmations {
      let region = confirmation.fence.region
      if let row = stale[confirmation.fence] {
        refusals.regions.append(row)
        continue
      }
      for held in confirmation.characters.sorted(by: { $0.character < $1.character }) {
        let current = holdings[held.character]
        guard let current, current.holding == Holding(sequence: held.sequence, holder: region)
        else {
          refusals.characters.append(
            .init(character: held.character, region: region, current: current?.holding))
          continue
        }
        guard let known = held.valueVersion, known != current.version else { continue }
        refusals.outdated.append(
          .init(character: held.character, region: region, current: current.version))
      }
    }
    return refusals
  }
}
