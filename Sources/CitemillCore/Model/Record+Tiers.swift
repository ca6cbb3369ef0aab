// The levels of a work as the tables of formats name them: the work itself, its host, the series.

extension Record {
  /// Takes a publisher's number of a few characters as the article number if there are no pages, as in
  /// PubMed.
  package mutating func takeArticleNumber() {
    guard type == .articleJournal, pages == nil, variables[.articleNumber] == nil,
      let number = identifiers.first(where: { $0.scheme == .pii })?.value, (1...12).contains(number.utf8.count)
    else { return }
    let digits = number.utf8.drop { $0.isLetter }
    let letters = number.utf8.count - digits.count
    if letters <= 5, (1...(letters > 0 ? 11 : 8)).contains(digits.count), digits.allSatisfy(\.isDigit) {
      self[.articleNumber] = number
    }
  }
}

extension Record {
  /// The container of a tier; the record itself has no container of its own.
  package func container(of tier: FieldPath.Tier) -> Container? {
    switch tier {
    case .own: nil
    case .host: container(.host)
    case .series: container(.series)
    }
  }

  /// The titles of the work, of its host or of its series.
  package func titles(of tier: FieldPath.Tier) -> [Title] {
    if tier == .own { return titles }
    // A part of a container is read without copying the container; this is called for each field of each
    // record.
    return isNearest(tier) ? container?.titles ?? [] : farther(tier)?.titles ?? []
  }

  /// The contributors of the work, its host or its series.
  package func contributors(of tier: FieldPath.Tier) -> [Contributor] {
    if tier == .own { return contributors }
    return isNearest(tier) ? container?.contributors ?? [] : farther(tier)?.contributors ?? []
  }

  /// The identifiers of the work, of its host or of its series.
  package func identifiers(of tier: FieldPath.Tier) -> [Identifier] {
    if tier == .own { return identifiers }
    return isNearest(tier) ? container?.identifiers ?? [] : farther(tier)?.identifiers ?? []
  }

  /// The value of a variable of the work, of its host or of its series.
  package func value(of variable: Variable, in tier: FieldPath.Tier) -> String? {
    if tier == .own { return variables[variable] }
    return isNearest(tier) ? container?.variables[variable] : farther(tier)?.variables[variable]
  }

  private func isNearest(_ tier: FieldPath.Tier) -> Bool {
    container?.relation == (tier == .host ? Container.Relation.host : .series)
  }

  /// The container of a tier that is outside another.
  private func farther(_ tier: FieldPath.Tier) -> Container? {
    container?.hasParent == true ? container(of: tier) : nil
  }

  /// Changes the container of a tier, creating one if there is none; the record itself has no container of
  /// its own.
  package mutating func inTier(_ tier: FieldPath.Tier, _ change: (inout Container) -> Void) {
    switch tier {
    case .own: break
    case .host: withHost(change)
    case .series: withSeries(change)
    }
  }
}
