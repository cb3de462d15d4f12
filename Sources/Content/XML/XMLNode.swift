/// An element of an XML document as read, before anything is known about its meaning.
struct XMLNode: Hashable {
  var name: String
  var attributes: [String: String]
  /// The text directly inside, pieces between children joined.
  var text = ""
  var children: [XMLNode] = []

  func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }
}

/// Why a document is not XML that is read here.
struct XMLSyntaxError: Error, Hashable {
  /// From 1; 0 when the whole document is meant.
  let line: Int
  let sentence: String
}
