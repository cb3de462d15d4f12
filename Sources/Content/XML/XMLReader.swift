import Foundation
import FoundationXML

/// Reads an XML document into its elements. The parser gets it without its document type, so that
/// no entity is ever declared, fetched or multiplied.
final class XMLReader: NSObject, XMLParserDelegate {
  private var open: [XMLNode] = []
  private var root: XMLNode?
  private var count = 0
  private var refusal: String?

  static func read(_ bytes: [UInt8]) throws(XMLSyntaxError) -> XMLNode {
    // In UTF-8 alone the lexer cannot be evaded by another encoding's letters.
    guard let text = String(validating: bytes, as: UTF8.self), isUTF8(text) else {
      throw XMLSyntaxError(line: 0, sentence: "it is not in UTF-8")
    }
    let checked = try XMLLexer.checked(bytes)
    let reader = XMLReader()
    let parser = XMLParser(data: Data(checked))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    let isGood = parser.parse()
    if let refusal = reader.refusal {
      throw XMLSyntaxError(line: parser.lineNumber, sentence: refusal)
    }
    guard isGood, let root = reader.root else {
      throw XMLSyntaxError(line: parser.lineNumber, sentence: "it is not well-formed")
    }
    return root
  }

  /// Whether the declaration, if there is one, names no other encoding.
  private static func isUTF8(_ text: String) -> Bool {
    guard !text.utf8.contains(0) else { return false }
    guard text.hasPrefix("<?xml"), let end = text.utf8.firstRange(of: "?>".utf8) else {
      return true
    }
    let declaration = text[..<end.lowerBound].lowercased()
    return !declaration.contains("encoding") || declaration.contains("utf-8")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    count += 1
    if count > Limits.xmlElementsMax {
      refusal = "it has over \(Limits.xmlElementsMax) elements"
    } else if open.count >= Limits.xmlNestingMax {
      refusal = "elements are nested deeper than \(Limits.xmlNestingMax)"
    }
    guard refusal == nil else { return parser.abortParsing() }
    open.append(XMLNode(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += string
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let node = open.popLast() else { return }
    if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
  }
}
