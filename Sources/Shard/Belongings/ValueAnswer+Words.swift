import Model
import Storage
import Wire
import World

extension ValueAnswer {
  /// The answer to a request, in words.
  init(_ code: Code, to request: ValueRequest, againMilliseconds: UInt32 = 0) {
    self.init(
      number: request.number, login: request.login, code: code, text: code.sentence,
      againMilliseconds: againMilliseconds)
  }
}

extension ValueAnswer.Code {
  var sentence: String {
    switch self {
    case .done: ""
    case .tryAgain: "In a moment."
    case .notThere: "Somebody was faster: it is gone."
    case .notYours: "That is not yours."
    case .notEnough: "You do not have that many."
    case .notEnoughGold: "You do not have that much gold."
    case .bagFull: "The bag is full."
    case .goldFull: "Nobody can carry more gold."
    case .tooFar: "That is too far away."
    case .noSuchName: "No character of that name gets letters."
    case .mailboxFull: "That mailbox is full."
    case .notSoldHere: "That is not dealt in here."
    case .useless: "Nothing would come of that."
    case .notWhileDead: "Not while you are dead."
    case .levelTooLow: "Your level is too low for that."
    case .notTradable: "That cannot be given away."
    case .badRequest, .unknown: "That was not done."
    case .proposed: "Asked. It is done when the other one says the same."
    }
  }

  init(_ refusal: ValueRefusal) {
    self =
      switch refusal {
      case .notThere: .notThere
      case .notYours: .notYours
      case .notEnough: .notEnough
      case .notEnoughGold: .notEnoughGold
      case .bagFull: .bagFull
      case .goldFull: .goldFull
      case .unknownRecipient: .noSuchName
      case .mailboxFull: .mailboxFull
      case .malformed, .aborted: .badRequest
      }
  }

  /// Nil: within reach.
  init?(_ reach: Reach) {
    switch reach {
    case .near: return nil
    case .dead, .away: self = .notWhileDead
    case .absent, .lifeless, .empty: self = .notThere
    case .far, .hidden: self = .tooFar
    }
  }
}
