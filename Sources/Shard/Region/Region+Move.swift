import Cluster
import Logging
import Model
import NIOCore
import Wire
import World

/// A region that goes to another shard while people play in it.
extension Region {
  var isSettling: Bool {
    if case .settling = state { true } else { false }
  }

  /// Comes to rest, so that it can be packed: nothing new is begun that only this process would
  /// know of.
  func settle(for shard: ShardID) {
    guard state == .open else { return }
    state = .settling(for: shard)
    authority.settle()
  }

  /// Does not move after all; false when it is under way already.
  @discardableResult
  func stay() -> Bool {
    guard isSettling else { return state != .packed }
    state = .open
    authority.stay()
    mailbox.post(heldOffers)
    heldOffers = []
    return true
  }

  /// At the end of a tick: when nothing is under way, the region stops here and goes out as parcels
  /// with the messages of this tick.
  func packWhenQuiet() {
    guard case .settling(let shard) = state, authority.isQuiet, arrivals.isEmpty, intents.isEmpty,
      book.isQuiet, trades.isQuiet
    else { return }
    var cargo = RegionCargo(region: id, epoch: epoch, stream: epoch)
    authority.pack(into: &cargo)
    border.pack(into: &cargo)
    for index in cargo.residents.indices {
      let resident = residents[cargo.residents[index].session.character]
      cargo.residents[index].name = resident?.name ?? ""
      cargo.residents[index].corrections = resident?.corrections ?? 0
      cargo.residents[index].orders = orders.marks(of: cargo.residents[index].session.character)
    }
    cargo.labels = labels.sorted { $0.key < $1.key }.map { entity, label in
      RegionCargo.Label(entity: entity.rawValue, name: label.name, sequence: label.sequence)
    }
    cargo.world = simulation.archived(.whole)
    cargo.delay = time.delay
    let bytes = CargoCodec.encode(cargo)
    for parcel in CargoCodec.parcels(bytes, region: id, epoch: epoch) {
      outbox.value.append(.parcel(parcel), to: .shard(shard))
    }
    state = .packed
    mailbox.setReader(nil)
    services.packed(id, epoch, bytes)
  }

  /// The packed region goes on elsewhere: what waited for it, to be sent there.
  func handOver() -> [RegionEvent] {
    guard state == .packed else { return [] }
    var waiting: [RegionEvent] = []
    mailbox.drain(into: &waiting)
    end(.moved)
    return heldOffers + waiting
  }
}

extension RegionCargo {
  fileprivate static func label(_ label: Label) -> (EntityID, EntityLabel) {
    (EntityID(label.entity), EntityLabel(name: label.name, sequence: label.sequence))
  }

  /// What is written over the entities of the region.
  var entityLabels: [EntityID: EntityLabel] {
    Dictionary(labels.map(Self.label), uniquingKeysWith: { $1 })
  }

  /// Its players, who are shown everything anew.
  func shownResidents(at tick: Tick) -> CharacterTable<Shard.Resident> {
    var residents = CharacterTable<Shard.Resident>()
    for resident in self.residents {
      var shown = Shard.Resident(name: resident.name, at: tick)
      shown.corrections = resident.corrections
      residents[resident.session.character] = shown
    }
    return residents
  }
}
