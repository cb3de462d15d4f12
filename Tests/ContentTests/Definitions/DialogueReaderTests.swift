import Testing

@testable import Content

/// What NPCs say.
struct DialogueReaderTests {
  private static let dialogues = #"""
    {"dialogues": [
      {"dialogueId": "greeting", "lines": ["Hello.", "Come back soon."]},
      {"dialogueId": "warning", "lines": ["Careful!"]}
    ]}
    """#

  private func world(
    _ dialogues: String?, npc dialogue: String? = nil
  ) -> (content: GameContent?, report: ContentReport) {
    var world = SmallWorld()
    world.map.collision[0] = 1
    if let dialogue {
      world.map.objects += #"""
        , {"id": 5, "name": "Ada", "type": "NPC", "x": 200, "y": 200, "properties": [
        {"name": "npcId", "value": "ada"}, {"name": "dialogue", "value": "\#(dialogue)"}]}
        """#
    }
    world.define(dialogues: dialogues)
    return world.read()
  }

  @Test func linesAreReadInTheirOrder() throws {
    let (content, report) = world(Self.dialogues, npc: "warning")
    #expect(report.findings.isEmpty)
    let dialogues = try #require(content).definitions.dialogues
    #expect(dialogues.map(\.id) == ["greeting", "warning"])
    #expect(dialogues.map(\.lines) == [["Hello.", "Come back soon."], ["Careful!"]])
  }

  @Test(arguments: [
    (#""Careful!""#, "", "dialogue 'warning'", "It has no lines."),
    (#""Careful!""#, #""""#, "dialogue 'warning', line 1", "It has 0 bytes, outside 1 … 1024."),
    (
      #""Careful!""#, "7", "dialogue 'warning', line 1",
      "It must be a string, but it is a number."
    ),
    (#""dialogueId": "warning","#, "", "dialogue 2", "'dialogueId' is missing."),
    (
      #""warning""#, #""greeting""#, "dialogue 'greeting'", "Two dialogues have this id."
    ),
    (#", "lines": ["Careful!"]"#, "", "dialogue 'warning'", "'lines' is missing."),
  ])
  func aMistakeIsOneFinding(old: String, new: String, place: String, sentence: String) {
    let text = Self.dialogues.replacing(old, with: new)
    #expect(text != Self.dialogues)
    let report = world(text).report
    #expect(!report.isGood)
    #expect(report.findings.map(\.sentence) == [sentence])
    #expect(report.findings.map(\.place) == [place])
    #expect(report.findings.map(\.file) == ["dialogues.json"])
    #expect(report.findings.allSatisfy { !$0.remedy.isEmpty })
  }

  @Test func whatAnNPCSaysHasToBeThere() {
    let report = world(Self.dialogues, npc: "greetings").report
    #expect(report.findings.map(\.sentence) == ["There is no dialogue 'greetings'."])
    #expect(report.findings.map(\.remedy) == ["Did you mean 'greeting'?"])
    #expect(world(nil, npc: "greetings").report.isGood, "clients may know of themselves")
  }

  /// Everybody in the world that ships has something to say, and nothing is written for nobody.
  @Test func everybodyOfTheShippedWorldSpeaks() throws {
    let content = try ShippedWorld.shared()
    let spoken = content.maps.values.flatMap(\.objects).compactMap { object -> String? in
      guard case .npc(let npc) = object.kind else { return nil }
      return npc.dialogue
    }
    #expect(!spoken.isEmpty)
    #expect(Set(spoken) == Set(content.definitions.dialogues.map(\.id)))
  }
}
