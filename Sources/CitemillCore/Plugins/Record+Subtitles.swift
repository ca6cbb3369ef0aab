extension Record {
  /// The record with subtitles and additions joined to their titles, if a format has no place for them; nil
  /// if there are none.
  package func joiningSubtitles(reporting report: inout LossReport, unless hasPlace: (Place) -> Bool) -> Record? {
    // Few records have one, and copying a list of titles is slow.
    guard hasAddition(in: .own) || container != nil && (hasAddition(in: .host) || hasAddition(in: .series)) else {
      return nil
    }
    var result: Record?
    for tier in [FieldPath.Tier.own, .host, .series] {
      for kind in [Title.Kind.sub, .addon] {
        var titles = (result ?? self).titles(of: tier)
        guard let addition = titles.firstIndex(where: { $0.kind == kind }),
          let main = titles.firstIndex(where: { $0.kind == .main }), !hasPlace(.title(kind, tier))
        else { continue }
        report.lose(FieldPath(.titles, kind.rawValue, in: tier), .flattened)
        titles[main].text.goOn(with: titles[addition].text, after: kind == .sub ? ":" : ".")
        titles.remove(at: addition)
        var joined = result ?? self
        if tier == .own { joined.titles = titles } else { joined.inTier(tier) { $0.titles = titles } }
        result = joined
      }
    }
    return result
  }

  /// The same without a report, for a record that is kept elsewhere or read back.
  package func joiningSubtitles(unless hasPlace: (Place) -> Bool) -> Record? {
    var untold = LossReport()
    return joiningSubtitles(reporting: &untold, unless: hasPlace)
  }

  /// Whether a tier has a subtitle or an addition.
  private func hasAddition(in tier: FieldPath.Tier) -> Bool {
    let titles = titles(of: tier)
    return titles.indices.contains { titles[$0].kind == .sub || titles[$0].kind == .addon }
  }
}
