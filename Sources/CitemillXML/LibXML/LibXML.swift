#if XML
  import CLibXML2
#endif

/// The system's libxml2, loaded when it is first used.
public enum LibXML {
  /// The version of the loaded library, for instance `2.9.14`; `none` if there is none.
  public static var version: String {
    #if XML
      // libxml2 gives its version as one number: 20914.
      guard let version = unsafe citemill_libxml2_version() else { return "none" }
      let digits = unsafe String(cString: version)
      guard let number = Int(digits.prefix { $0.isNumber }) else { return digits }
      return "\(number / 10000).\(number / 100 % 100).\(number % 100)"
    #else
      return "none"
    #endif
  }
}
