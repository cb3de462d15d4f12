import FoundationEssentials
import Testing

@testable import Bots

@Suite struct BotsReportTests {
  @Test func theReportHasTheKeysThatScriptsRead() throws {
    var report = BotsReport()
    report.seed = 1
    report.seconds = 60
    report.tickHz = 20
    report.violations = [Violation(.inputLost, bot: 17, detail: "1 skipped")]
    report.violationsTotal = 1
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(report), as: UTF8.self)
    let none = #"{"count":0,"max":null,"p50":null,"p99":null,"p99_9":null}"#
    #expect(
      json
        == #"{"announcements":{"different":0,"each":[],"heard":0,"repeated":0},"#
        + #""belongings":{"done":0,"pending":0,"refused":0,"requests":0,"retried":0,"#
        + #""violations":0},"bots":{"connected":0,"disconnects":0,"kicked":0,"requested":0,"#
        + #""resumed":0},"#
        + #""bytes_per_client_second":{"received":0,"sent":0},"#
        + #""fights":{"blows":0,"deaths":0,"hits":0,"kills":0,"refused":0},"#
        + #""gap_ms":{"handoff":\#(none),"steady":\#(none)},"#
        + #""handoffs":{"completed":0,"cross_shard":0,"refused":0,"started":0},"#
        + #""inputs":{"acknowledged":0,"applied_twice":0,"lost":0,"pending":0,"#
        + #""rolled_back":0,"sent":0},"ok":false,"schema":"pangea.bots/1","seconds":60,"seed":1,"#
        + #""tick_hz":20,"view":{"bytes_per_entity":0,"entities":0,"moved":0},"#
        + #""violations":[{"bot":17,"detail":"1 skipped","#
        + #""invariant":"input_lost"}],"violations_total":1}"#)
    #expect(try JSONDecoder().decode(BotsReport.self, from: Data(json.utf8)) == report)
  }

  @Test func percentilesAreExact() {
    var gaps = GapSamples(seed: 1)
    for sample in (1...1000).shuffled() { gaps.add(microseconds: Int64(sample * 1000)) }
    let found = gaps.percentiles()
    #expect(found.count == 1000)
    #expect(found.p50 == 500 && found.p99 == 990 && found.p999 == 999 && found.max == 1000)
    #expect(GapSamples(seed: 1).percentiles() == BotsReport.Percentiles())
  }

  @Test func oneSampleIsEveryPercentile() {
    var gaps = GapSamples(seed: 1)
    gaps.add(microseconds: 1500)
    let found = gaps.percentiles()
    #expect(found.p50 == 1.5 && found.p99 == 1.5 && found.p999 == 1.5 && found.max == 1.5)
  }

  @Test func samplesBeyondTheLimitReplaceOthers() throws {
    var gaps = GapSamples(seed: 3, limit: 1000)
    for sample in 1...20_000 { gaps.add(microseconds: Int64(sample)) }
    let found = gaps.percentiles()
    #expect(found.count == 20_000)
    #expect(found.max == 20)
    #expect(abs(try #require(found.p50) - 10) < 1)
  }

  @Test func samplesOfSeveralLoopsAreOne() {
    var all = GapSamples(seed: 1)
    for part in 0..<4 {
      var some = GapSamples(seed: UInt64(part))
      for sample in 1...250 { some.add(microseconds: Int64((part * 250 + sample) * 1000)) }
      all.add(some)
    }
    #expect(all.percentiles().p99 == 990)
    #expect(all.percentiles().count == 1000)
  }
}
