import Testing

@testable import Gateway

@Suite("Names")
struct CharacterNameTests {
  @Test(
    "good ones",
    arguments: [
      "Al", "Ada Lovelace", "Jean-Luc", "O'Brien", "bot_17", "J.R.R", "Łukasz", "世界", "Ωμέγα",
      "नमस्ते", "abcdefghijklmnopqrstuvwx", "7of9", "Zoe\u{308}",
    ])
  func good(name: String) { #expect(CharacterName(name)?.text == name) }

  @Test(
    "bad ones",
    arguments: [
      "", "a", " Ada", "Ada ", "Ada  L", "Ada--L", "-Ada", "Ada.", "abcdefghijklmnopqrstuvwxy",
      "a\nb", "a\u{0}b", "<b>", "a\u{202E}b", "🌍🌍", "a\u{200B}b",
      "Z\u{300}\u{301}\u{302}\u{303}\u{304}o", "\u{300}\u{301}",
      String(repeating: "世", count: 22),
    ])
  func bad(name: String) { #expect(CharacterName(name) == nil) }
}
