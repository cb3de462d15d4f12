import Model

extension SQLTransaction {
  func confirm(
    _ confirmations: [RegionConfirmation]
  ) throws(StorageError) -> ConfirmationRefusals {
    let stale = try stale(confirmations.lazy.map(\.fence))
    var refusals = ConfirmationRefusals()
    for confirmation in confirmations {
      let region = confirmation.fence.region
      if let row = stale[confirmation.fence] {
        refusals.regions.append(row)
        continue
      }
      for held in confirmation.characters.sorted(by: { $0.character < $1.character }) {
        let current = try holding(of: held.character)?.holding
        guard current != Holding(sequence: held.sequence, holder: region) else { continue }
        refusals.characters.append(
          .init(character: held.character, region: region, current: current))
      }
    }
    return refusals
  }
}
