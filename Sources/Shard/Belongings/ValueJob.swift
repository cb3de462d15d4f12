import Model
import Storage

/// What a region asks of storage about belongings, in one question.
enum ValueJob: Hashable, Sendable {
  case perform(ValueOperation)
  case settle(OperationID)
  case belongings(CharacterID)
  case mail(CharacterID)
  case ground(RegionID)
}

/// Storage's answer to a `ValueJob`.
package enum ValueReply: Hashable, Sendable {
  case outcome(ValueOutcome)
  case settled(Settlement)
  case belongings(Belongings?)
  case mail([MailRow])
  case ground([Storage.GroundItem])
  /// Storage could not do an operation now, and certainly did nothing of it.
  case notDone
  /// Nobody knows what became of it.
  case unavailable
}
