#if XML
  import CitemillCore

  extension PersonName {
    /// Makes `van der Berg` particles and a family name.
    mutating func splitParticles() {
      guard let whole = family, whole.utf8.first.map({ $0 &- 97 < 26 }) == true, whole.utf8.contains(32), let given,
        let read = NameText.read("\(whole), \(given)", order: .familyFirst), read.kind == .person,
        read.name.given == given, let particle = read.name.nonDroppingParticle
      else { return }
      family = read.name.family
      nonDroppingParticle = particle
    }
  }
#endif
