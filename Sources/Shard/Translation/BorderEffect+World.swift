import Model
import Wire
import World

extension BorderEffect {
  /// A deed on its way to the region that owns its target.
  init(_ deed: BorderDeed, counter: UInt64) {
    var element: UInt32 = 0
    let (kind, amount): (Kind, UInt32) =
      switch deed.kind {
      case .damage(let amount, _): (.damage, UInt32(clamping: amount))
      case .heal(let amount): (.heal, UInt32(clamping: amount))
      case .push(let distance): (.push, UInt32(clamping: distance))
      case .reward(let experience): (.reward, experience)
      case .open: (.open, 0)
      }
    if case .damage(_, let of) = deed.kind { element = UInt32(of.rawValue) }
    self.init(
      counter: counter, source: deed.source.rawValue, target: deed.target.rawValue,
      skill: UInt32(deed.skill.rawValue), kind: kind, amount: amount, level: UInt32(deed.level),
      hops: UInt32(deed.hops), origin: deed.origin, element: element)
  }
}

extension BorderDeed {
  /// Nil of a kind that this version does not know.
  init?(_ effect: BorderEffect) {
    let amount = Int32(clamping: effect.amount)
    let kind: Kind
    switch effect.kind {
    case .damage:
      let element = UInt8(exactly: effect.element).flatMap(SkillDefinition.Element.init)
      kind = .damage(amount, element ?? .physical)
    case .heal: kind = .heal(amount)
    case .push: kind = .push(amount)
    case .reward: kind = .reward(experience: effect.amount)
    case .open: kind = .open
    case .unknown: return nil
    }
    self.init(
      source: EntityID(effect.source), level: UInt16(clamping: effect.level),
      origin: effect.origin, target: EntityID(effect.target),
      skill: SkillNumber(UInt16(clamping: effect.skill)), kind: kind,
      hops: UInt8(clamping: effect.hops))
  }
}
