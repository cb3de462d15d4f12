import Testing

@testable import Content

/// What of an XML document comes to the parser.
struct XMLLexerTests {
  private func checked(_ text: String) throws -> String {
    String(decoding: try XMLLexer.checked(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    "<!DOCTYPE map SYSTEM \"http://mapeditor.org/dtd/1.0/map.dtd\">",
    "<!DOCTYPE map PUBLIC '-//x//y' 'file:///etc/passwd'>", "<!DOCTYPE map>",
    "<!DOCTYPE map SYSTEM 'a[b>c'>",
  ])
  func plainDocumentTypesAreBlankedOut(_ type: String) throws {
    let text = "<?xml version=\"1.0\"?>\n\(type)<map a='1'/>"
    let blank = String(repeating: " ", count: type.utf8.count)
    #expect(try checked(text) == "<?xml version=\"1.0\"?>\n\(blank)<map a='1'/>")
    #expect(try XMLReader.read(Array(text.utf8)).attributes == ["a": "1"])
  }

  @Test func linesKeepTheirNumbers() {
    let text = "<!DOCTYPE map\n SYSTEM\n 'x'>\n<map>\n<a>"
    let error = #expect(throws: XMLSyntaxError.self) { try XMLReader.read(Array(text.utf8)) }
    #expect(error?.line == 5)
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "<!DOCTYPE a SYSTEM 'x' [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><a/>",
    "<!DOCTYPE a [\n]><a/>", "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
  ])
  func declarationsOfTheirOwnAreRefused(_ text: String) {
    let error = #expect(throws: XMLSyntaxError.self) { try checked(text) }
    #expect(
      error?.sentence == "its document type declares things of its own, which is not allowed")
  }

  @Test(arguments: [
    "<a/><!DOCTYPE a>", "<a><!DOCTYPE a></a>", "<!DOCTYPE a><!DOCTYPE a><a/>",
    "<!-- <!DOCTYPE a [ --><a/>", "<a><![CDATA[<!ENTITY b 'c'>]]></a>", "<!-- <!ENTITY --><a/>",
  ])
  func noDeclarationStandsElsewhere(_ text: String) {
    let error = #expect(throws: XMLSyntaxError.self) { try checked(text) }
    #expect(error?.sentence == "it has a document type declaration where none belongs")
  }

  @Test(arguments: ["<!DOCTYPE a", "<!DOCTYPE a '>", "<!-- a", "<![CDATA[ a", "<?a"])
  func whatDoesNotEndIsRefused(_ text: String) {
    #expect(throws: XMLSyntaxError.self) { try checked(text + "<b") }
  }

  /// The first of these ended the process inside the parser.
  @Test(arguments: ["<?x?>\n<t/>", "<t><?x?></t>", "<?x y?><t/>", "\n<?xml version='1.0'?><t/>"])
  func instructionsAreBlankedOut(_ text: String) throws {
    #expect(try !checked(text).contains("?"))
    #expect(try XMLReader.read(Array(text.utf8)).name == "t")
  }

  @Test func theDocumentsOwnDeclarationStays() throws {
    for text in ["<?xml version='1.0'?><t/>", "\u{FEFF}<?xml version='1.0'?><t/>"] {
      #expect(try checked(text) == text)
      #expect(try XMLReader.read(Array(text.utf8)).name == "t")
    }
  }

  @Test func attributesAreBounded() throws {
    func element(_ count: Int) -> String {
      "<a\((0..<count).map { " x\($0)='<>\"'".replacing("<", with: "&lt;") }.joined())/>"
    }
    let most = Limits.xmlAttributesMax
    #expect(try XMLReader.read(Array(element(most).utf8)).attributes.count == most)
    let error = #expect(throws: XMLSyntaxError.self) { try checked("\n" + element(most + 1)) }
    #expect(
      error == XMLSyntaxError(line: 2, sentence: "an element has over \(most) attributes"))
  }

  @Test func entitiesThatNobodyDeclaredAreRefused() {
    #expect(throws: XMLSyntaxError.self) { try XMLReader.read(Array("<a>&b;</a>".utf8)) }
    #expect(throws: XMLSyntaxError.self) { try XMLReader.read(Array("<a b='&c;'/>".utf8)) }
  }
}
