import Wire

/// A player's wishes about what it owns, over any number of connections: numbered under its first
/// log-in, and sent again until they are answered. Pure: the caller says the time, in milliseconds.
struct RequestLedger {
  struct Entry: Hashable {
    var request: ValueRequest
    var dueAt: Int64
  }

  /// Of the first log-in; nil: not logged in, or the server numbers none.
  private(set) var login: UInt64?
  private(set) var open: [Entry] = []
  /// How often a request was sent again.
  private(set) var retried: UInt64 = 0
  private var last: UInt64 = 0

  static let openMax = 4
  private static let repeatMilliseconds: Int64 = 1_000
  private static let leastMilliseconds: Int64 = 100

  /// Logged in: a resumed session goes on with its first number.
  mutating func loggedIn(_ login: UInt64) {
    if self.login == nil, login > 0 { self.login = login }
  }

  /// In the world again: everything that is not answered is due.
  mutating func joined(at now: Int64) {
    for index in open.indices { open[index].dueAt = now }
  }

  /// The request to be sent; nil when too many wait.
  mutating func ask(_ wish: ValueRequest.Wish, at now: Int64) -> ValueRequest? {
    guard let login, open.count < Self.openMax else { return nil }
    last += 1
    let request = ValueRequest(number: last, login: login, wish: wish)
    open.append(Entry(request: request, dueAt: now + Self.repeatMilliseconds))
    return request
  }

  /// What is to be sent again.
  mutating func due(at now: Int64) -> [ValueRequest] {
    var due: [ValueRequest] = []
    for index in open.indices where open[index].dueAt <= now {
      open[index].dueAt = now + Self.repeatMilliseconds
      due.append(open[index].request)
    }
    retried += UInt64(due.count)
    return due
  }

  /// The request that an answer ends; nil: none, or it is to be asked again.
  mutating func received(_ answer: ValueAnswer, at now: Int64) -> ValueRequest? {
    guard
      let index = open.firstIndex(where: {
        $0.request.number == answer.number && $0.request.login == answer.login
      })
    else { return nil }
    guard answer.code == .tryAgain else { return open.remove(at: index).request }
    open[index].dueAt =
      now + max(Self.leastMilliseconds, Int64(answer.againMilliseconds))
    return nil
  }

  /// Whether something is under way that changes what one owns.
  var isChanging: Bool { open.contains { $0.request.wish != .askBelongings } }

  var isAsking: Bool { open.contains { $0.request.wish == .askBelongings } }
}
