import CitemillCore

/// Words that are not typing errors for each other although they differ by one letter: `house` and `horse`.
enum WordPairs {
  /// Whether both are words of one row.
  static func contain(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard let rows = table[singular(one)], let others = table[singular(other)] else { return false }
    return rows.contains(where: others.contains)
  }

  /// Without the `s` of a plural, in which many words differ.
  static func singular(_ word: [UInt8]) -> [UInt8] { word.last == UInt8(ascii: "s") ? word.dropLast() : word }

  private static let table: [[UInt8]: [Int]] = {
    var table: [[UInt8]: [Int]] = [:]
    for (number, row) in rows.enumerated() {
      for word in row.utf8.split(separator: UInt8(ascii: " ")) {
        table[singular(Array(word)), default: []].append(number)
      }
    }
    return table
  }()

  private static let rows = [
    // Swapped adjacent letters, or a letter more, less or different.
    "adopt adapt", "adoption adaption", "advice advise", "aline alien", "alternation alteration", "angel angle",
    "barely barley", "bird bard", "boat boot beat bolt", "brain bran", "brand bland", "bread bead broad",
    "broad board", "burnt brunt", "calvary cavalry", "causal casual", "cell call", "complaint compliant",
    "complement compliment", "content context contest", "convention contention", "converse conserve",
    "cost coast coat cast", "countie countrie", "county country", "morning mourning", "crop crow chop",
    "desert dessert", "device devise",
    "diary dairy", "discrete discreet", "election erection", "ethic ethnic", "filed field", "flour floor",
    "flow flaw floe", "friction fraction fiction", "gradation graduation", "grain groin", "grass glass gross class",
    "heart heat hearth", "historic hysteric", "historical hysterical", "house horse hose", "immunity impunity",
    "infection injection inflection", "invention intention", "irrigation irritation", "lago lao", "later latter",
    "lesson lesion", "loose lose", "manner manor", "maria marta", "martial marital", "metal mental medal",
    "mine mind", "miner minor", "model modal", "mortal moral", "mortality morality", "moth mouth", "mouse moose",
    "mouth month", "muscle mussel", "nation notion", "noise nose", "novel navel", "oncology ontology", "organ orgasm",
    "organism orgasm", "parent patent patient", "parma palma", "part port past pest", "pearl peal", "perfect prefect",
    "perform preform", "personal personnel", "phase phrase", "photon proton", "pilot pivot plot", "pine pipe pile",
    "plague plaque", "planet plant plane plate place plan plain", "poetry pottery", "polarity popularity",
    "pond pound", "poplar polar", "portion potion", "prayer player", "preposition proposition",
    "prescription proscription", "price pride prize", "principal principle", "prison prism", "profit prophet",
    "protection projection", "quite quiet", "racial radial", "radio ratio", "rational rationale national",
    "reading rearing reaping", "refuge refugee", "region religion", "report resort", "reserve reverse",
    "resolution revolution", "river rider rover", "road rod", "root riot", "sacred scared", "salary salivary",
    "sand sound", "savage salvage", "sewage sewerage", "sheep sleep steep", "shell shelf", "shore share",
    "sight site", "signed singed", "silicon silicone", "silver sliver", "slave stave", "small smell", "soil sail",
    "source course", "space spice", "specie spice", "spiral spinal", "split spilt", "spore spare", "sport spot spore",
    "star stair", "state slate stage stale", "stationary stationery", "statue statute status", "steel steal",
    "still skill", "stock stick", "store stone stove", "stream steam stem", "strike stroke",
    "string strong spring sting", "summer simmer", "survey surrey", "tale table take", "tectonic teutonic",
    "tense tease", "term team tram", "test text", "thorough through", "tired tried", "title tithe tile",
    "topical tropical typical", "town ton", "toxic topic tonic", "trace trade", "tract track", "trading training",
    "trail trial", "train trait trail", "tribal trial", "tropic topic", "tube tune", "tutor tumor", "unclear nuclear",
    "union unison", "unite untie", "united untied", "vacation vocation", "valve value", "venous venus",
    "verse versus", "vessel vassal", "virology urology", "viscous vicious", "vital viral", "voice vice", "wage wave",
    "wall well", "water waiter", "wheat whet", "wine wire wing wind", "winter winner",
    "word ward world wood work worm", "worker walker", "wound wind",
  ]
}
