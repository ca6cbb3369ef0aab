#if XML
  import CitemillCore

  extension PersonName {
    /// Makes `van der Berg` particles and a family name.
    mutating func splitParticles() {
      guard let whole = family, whole.utf8.first.map({ $0 &- 97 < 26 }) == true, whole.contains(byte: 32), let given,
        let parts = NameText.particles(ofFamily: whole, before: given)
      else { return }
      family = parts.family
      nonDroppingParticle = parts.particles
    }
  }
#endif
