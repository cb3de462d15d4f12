import Testing

@testable import Content

/// The XML that Tiled writes, and what must not get past the reader.
struct XMLReaderTests {
  private func read(_ text: String) throws(XMLSyntaxError) -> XMLNode {
    try XMLReader.read(Array(text.utf8))
  }

  @Test func readsElements() throws {
    let node = try read(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- a <comment> --><?do this?>
      <map a="1" b-c.d='x "y"'>
        <layer/>one<layer name="é">two <![CDATA[<3>]]></layer
        ><?x?>four<!----></map>
      <!-- end -->

      """)
    #expect(node.name == "map")
    #expect(node.attributes == ["a": "1", "b-c.d": "x \"y\""])
    #expect(node.children.map(\.name) == ["layer", "layer"])
    #expect(node.child("layer")?.attributes == [:])
    #expect(node.children.last?.attributes == ["name": "é"])
    #expect(node.children.last?.text == "two <3>")
    #expect(node.text == "\n  onefour")
  }

  @Test(arguments: [
    ("<a b='&lt;&amp;&gt;&quot;&apos;'/>", "<&>\"'"), ("<a b='&#65;&#x42;&#x1F600;'/>", "AB😀"),
    ("<a b='1&#10;2&#13;3'/>", "1\n2\r3"), ("<a b='1\n2\r\n3\t4'/>", "1 2 3 4"),
    ("<a\n b\t=\r\n'1'\n/>", "1"), ("\u{FEFF}<a b=\"'\"/>", "'"), ("<a b=''></a>", ""),
  ])
  func readsValues(_ text: String, _ value: String) throws {
    #expect(try read(text).attributes == ["b": value])
  }

  @Test func readsText() throws {
    #expect(
      try read("<a>1\r\n2\r3\n&#13;&amp;amp;<![CDATA[\r\n]]></a>").text == "1\n2\n3\n\r&amp;\n")
    #expect(try read("<a> > ]]> </a>").text == " > ]]> ")
  }

  /// Nothing is fetched: the names do not even come to anybody who could.
  @Test(arguments: [
    "<!DOCTYPE map SYSTEM \"http://mapeditor.org/dtd/1.0/map.dtd\">",
    "<!DOCTYPE map PUBLIC '-//x//y' 'file:///etc/passwd'>", "<!DOCTYPE map>",
    "<!DOCTYPE map SYSTEM 'a[b>c'>", "\n<!-- x --><!DOCTYPE map>\n<?x?>",
  ])
  func stepsOverPlainDocumentTypes(_ type: String) throws {
    #expect(try read(type + "<map a='1'/>").attributes == ["a": "1"])
    #expect(try read("<?xml version='1.0'?>\(type)<map/>").name == "map")
  }

  @Test(arguments: [
    ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 1),
    ("\n<!DOCTYPE a SYSTEM 'x' [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><a/>", 2),
    ("<!DOCTYPE a [\n]><a/>", 1), ("<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>", 1),
  ])
  func refusesDocumentTypesThatDeclareThings(_ text: String, _ line: Int) {
    let sentence = "its document type declares things of its own, which is not allowed"
    let error = #expect(throws: XMLSyntaxError.self) { try read(text) }
    #expect(error == XMLSyntaxError(line: line, sentence: sentence))
  }

  @Test(arguments: [
    ("", "it has no element"), ("text", "it has no element"), ("<!DOCTYPE a>", "it has no element"),
    ("<a/><b/>", "something follows the end of the document"),
    ("<a/>b", "something follows the end of the document"),
    ("<a/><!DOCTYPE a>", "something follows the end of the document"),
    ("<!DOCTYPE a><!DOCTYPE a><a/>", "a name is missing"),
    ("<a><!DOCTYPE a></a>", "a name is missing"), ("<a><!ENTITY b 'c'></a>", "a name is missing"),
    ("<", "a name is missing"), ("<1/>", "a name is missing"), ("< a/>", "a name is missing"),
    ("<a>", "the element 'a' does not end"), ("<a><b></b>", "the element 'a' does not end"),
    ("<a><b></a>", "'a' ends where 'b' is open"), ("<a", "the tag of 'a' does not end"),
    ("<a /", "the tag of 'a' does not end"), ("<a></a", "the tag of 'a' does not end"),
    ("<a></a b='c'>", "the tag of 'a' does not end"),
    ("<a<b/>", "the tag of 'a' does not end"), ("<a b/>", "the attribute 'b' has no value"),
    ("<a b=1/>", "the value of 'b' is not in quotes"),
    ("<a b='1/>", "the value of 'b' does not end"),
    ("<a b='1'c='2'/>", "a space is missing in front of an attribute"),
    ("<a b='1' b='2'/>", "the attribute 'b' stands twice"),
    ("<a b='<'/>", "'<' stands inside the value of an attribute"),
    ("<a>&b;</a>", "it uses an entity that the language does not have"),
    ("<a b='&c;'/>", "it uses an entity that the language does not have"),
    ("<a>&</a>", "it uses an entity that the language does not have"),
    ("<a>&#0;</a>", "a character's number is not one"),
    ("<a>&#xD800;</a>", "a character's number is not one"),
    ("<a>&#x110000;</a>", "a character's number is not one"),
    ("<a>&#99999999999;</a>", "a character's number is not one"),
    ("<a>&#;</a>", "a character's number is not one"),
    ("<a>&#+5;</a>", "a character's number is not one"),
    ("<a>&#5", "a character's number is not one"), ("<a>&#", "a character's number is not one"),
    ("<a>&#x", "a character's number is not one"),
    ("<!-- a", "something that begins here does not end"),
    ("<a><![CDATA[ </a>", "something that begins here does not end"),
    ("<?x <a/>", "something that begins here does not end"),
    ("<!DOCTYPE a '>", "its document type does not end"),
    ("<?xml version='1.0' <a/>", "its declaration does not end"),
    ("<?xml version='1.0' encoding='UTF-16'?><a/>", "it is in 'UTF-16' and not in UTF-8"),
    ("<a\0/>", "it holds a control character"), ("<a>\u{1}</a>", "it holds a control character"),
  ])
  func refuses(_ text: String, _ sentence: String) {
    let error = #expect(throws: XMLSyntaxError.self) { try read(text) }
    #expect(error == XMLSyntaxError(line: 1, sentence: sentence))
  }

  /// Documents that ended the process inside another parser.
  @Test(arguments: [
    "<?x?>'\n>\n<templat?>'\n<te", "<firstgid<?<?E?>\u{19}?xml0>?", "<tset firs=<?xml te>",
    "<?xml vers\"1.0\"?>\n<tset f%rs=<?xm?>", "<tile id=\"30\"<?m?>\n<properties>",
    "<o ><O<?e?> <o ", "<a><?x?><b <?x?>",
  ])
  func survives(_ text: String) {
    #expect(throws: XMLSyntaxError.self) { try read(text) }
  }

  @Test func refusesOtherEncodings() {
    for bytes in [[0x3C, 0x61, 0xE9, 0x2F, 0x3E], [0xFF, 0xFE, 0x3C, 0x00]] as [[UInt8]] {
      let error = #expect(throws: XMLSyntaxError.self) { try XMLReader.read(bytes) }
      #expect(error == XMLSyntaxError(line: 0, sentence: "it is not in UTF-8"))
    }
  }

  @Test func namesTheLine() {
    let error = #expect(throws: XMLSyntaxError.self) {
      try read("<!DOCTYPE map\n SYSTEM\n 'x'>\n<map>\n</a>")
    }
    #expect(error?.line == 5)
  }

  @Test func nestingIsBounded() throws {
    func text(_ count: Int) -> String {
      String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
    }
    let most = Limits.xmlNestingMax
    #expect(try read(text(most)).name == "a")
    for count in [most + 1, 100_000] {
      let error = #expect(throws: XMLSyntaxError.self) { try read(text(count)) }
      #expect(error?.sentence == "elements are nested deeper than \(most)")
    }
  }

  @Test func attributesAreBounded() throws {
    func element(_ count: Int) -> String {
      "<a\((0..<count).map { " x\($0)=''" }.joined())/>"
    }
    let most = Limits.xmlAttributesMax
    #expect(try read(element(most)).attributes.count == most)
    let error = #expect(throws: XMLSyntaxError.self) { try read(element(most + 1)) }
    #expect(error?.sentence == "an element has over \(most) attributes")
  }

  @Test func elementsAreBounded() {
    let text = "<a>" + String(repeating: "<b/>", count: Limits.xmlElementsMax) + "</a>"
    let error = #expect(throws: XMLSyntaxError.self) { try read(text) }
    #expect(error?.sentence == "it has over \(Limits.xmlElementsMax) elements")
  }
}
