// The levels of a work as tables of formats name them: the work itself, its host, the series.

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
    tier == .own ? titles : container(of: tier)?.titles ?? []
  }

  /// Changes the container of a tier, making one where there is none; the record itself has no container of its own.
  package mutating func inTier(_ tier: FieldPath.Tier, _ change: (inout Container) -> Void) {
    switch tier {
    case .own: break
    case .host: withHost(change)
    case .series: withSeries(change)
    }
  }
}
