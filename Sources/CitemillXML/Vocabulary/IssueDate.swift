#if XML
  import CitemillCore

  /// Which of several dates of publication is the date of issue.
  public enum IssueDate: String, Sendable, CaseIterable {
    /// The earliest date of the work itself.
    case earliest
    /// That of the electronic edition.
    case electronic
    /// That of the printed edition, or of the volume.
    case print
    /// That of the volume, issue or collection, which citations give with volume and issue.
    case collection

    /// The option of formats whose works have several dates.
    static let option = FormatOption(
      "issued", values: allCases.map(\.rawValue), default: earliest.rawValue,
      summary:
        "take this date of publication for the date of issue: the earliest of the work itself, that of "
        + "the electronic or print edition, or that of the collection or issue; the earliest if there "
        + "is none of that kind")
  }
#endif
