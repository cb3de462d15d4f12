import Testing
import Wire

@testable import AdminAPI

@Suite struct JSONShapeTests {
  static let shape = JSONShape.object([
    .init("name", .text(min: 1, max: 3)),
    .init("kind", .text(choices: ["a", "b"]), isRequired: false),
    .init("count", .integer(min: -1, max: 5), isRequired: false),
    .init("ratio", .number, isRequired: false), .init("on", .flag, isRequired: false),
    .init("list", .list(.integer(), max: 2), isRequired: false),
    .init("map", .map(.flag), isRequired: false),
    .init("inner", .object([.init("code", .text(alphabet: .digits))]), isRequired: false),
  ])

  @Test(arguments: [
    #"{"name":"abc"}"#, #"{"name":"😀😀😀"}"#, #"{"name":"a","kind":"b","count":-1,"on":true}"#,
    #"{"name":"a","ratio":1}"#, #"{"name":"a","ratio":1.5,"list":[],"map":{}}"#,
    #"{"name":"a","list":[1,2],"map":{"x":false},"inner":{"code":"12 34"}}"#,
    #"{"name":"a","count":1.0}"#,
  ])
  func whatFitsIsTaken(_ json: String) throws {
    let value = try #require(JSONValue(bytes: Array(json.utf8)))
    #expect(Self.shape.complaint(about: value) == nil)
  }

  @Test(arguments: [
    (#"{}"#, "`name` is missing."), (#"{"name":1}"#, "`name` is not a text."),
    (#"{"name":""}"#, "`name` has 0 characters, not 1 ... 3."),
    (#"{"name":"abcd"}"#, "`name` has 4 characters, not 1 ... 3."),
    (#"{"name":"a\u0000"}"#, "`name` has a character that is not allowed here."),
    (#"{"name":"a","kind":"c"}"#, "`kind` is none of a, b."),
    (#"{"name":"a","count":6}"#, "`count` is 6, not -1 ... 5."),
    (#"{"name":"a","count":1.5}"#, "`count` is not a whole number."),
    (#"{"name":"a","count":true}"#, "`count` is not a whole number."),
    (#"{"name":"a","count":99999999999999999999}"#, "`count` is not a whole number."),
    (#"{"name":"a","on":1}"#, "`on` is not true or false."),
    (#"{"name":"a","on":null}"#, "`on` is not true or false."),
    (#"{"name":"a","list":[1,2,3]}"#, "`list` has 3 elements; at most 2 are allowed."),
    (#"{"name":"a","list":[1,"2"]}"#, "`list[1]` is not a whole number."),
    (#"{"name":"a","map":{"x":1}}"#, "`map.x` is not true or false."),
    (#"{"name":"a","inner":{}}"#, "`inner.code` is missing."),
    (
      #"{"name":"a","inner":{"code":"x"}}"#,
      "`inner.code` has a character that is not allowed here."
    ),
    (
      #"{"name":"a","inner":{"code":"","x":1}}"#,
      "`inner` has a member that is not one of code."
    ),
    ("[]", "The body is not an object."), ("null", "The body is not an object."),
  ])
  func whatDoesNotFitIsNamed(_ json: String, _ sentence: String) throws {
    let value = try #require(JSONValue(bytes: Array(json.utf8)))
    #expect(Self.shape.complaint(about: value) == sentence)
  }

  @Test(arguments: ["", "{", "{]", "01", "'a'", "\u{FEFF}", "nul"])
  func whatIsNoJSONIsNoValue(_ text: String) {
    #expect(JSONValue(bytes: Array(text.utf8)) == nil)
  }

  @Test func deepNestingDoesNoHarm() {
    let deep = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)
    #expect(JSONValue(bytes: Array(deep.utf8)) == nil)
  }

  @Test(arguments: [
    "everybody", "map/0", "map/9999", "map/10000", "map/65535", "region/65535:255,0",
    "character/0", "account/999999999999999999", "map/65536", "map/01", "map/", "map/-1",
    "region/0:256,0", "region/0:1", "everybody/", "everybody\n", "characters/1", "", "x",
    "character/1 ", "map/\u{0661}",
  ])
  func scopesAreWrittenAsTheyAreRead(_ text: String) {
    let shape = OperationScope.shape(OperationScope.Name.allCases)
    let isRight = shape.complaint(aboutText: text, at: "scope") == nil
    #expect(isRight == (OperationScope(text: text) != nil))
  }

  @Test func theSchemaSaysTheSame() {
    #expect(
      JSONShape.object([.init("a", .text(min: 1, max: 2), "An a.")]).schema == [
        "type": "object", "required": ["a"], "additionalProperties": false,
        "properties": [
          "a": [
            "type": "string", "minLength": 1, "maxLength": 2, "pattern": #"^[^\u0000]*$"#,
            "description": "An a.",
          ]
        ],
      ])
  }
}
