/// Why a text is not JSON, and where.
struct JSONSyntaxError: Error, Hashable {
  /// Both from 1; the column counts bytes.
  let line: Int
  let column: Int
  let sentence: String
}
