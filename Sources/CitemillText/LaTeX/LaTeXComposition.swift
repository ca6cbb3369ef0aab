/// Letters with accents that are one scalar in Unicode: the composition of a letter and an accent, and the
/// decomposition of such a letter.
///
/// The table is Unicode's (canonical pairs of the Latin, Greek and Cyrillic blocks), for the accents that
/// have a LaTeX command. With it, `composed` returns normalisation form C.
struct LaTeXComposition: Sendable {
  /// The table, created on first use.
  static let standard = LaTeXComposition()

  /// Letter and accent as one number, sorted, with the composed scalar.
  private let makes: LaTeXScalarMap
  /// The composed scalars, with letter and accent as one number.
  private let made: LaTeXScalarMap

  private init() {
    var makes: [(UInt32, UInt32)] = []
    for row in Self.rows.unicodeScalars.split(separator: "\n") {
      guard let space = row.firstIndex(of: " "), let accent = UInt32(Substring(row[..<space]), radix: 16) else {
        continue
      }
      var letter: UInt32?
      for scalar in row[space...].dropFirst() {
        if let base = letter {
          makes.append((Self.key(base, accent), scalar.value))
          letter = nil
        } else {
          letter = scalar.value
        }
      }
    }
    self.makes = LaTeXScalarMap(makes)
    made = LaTeXScalarMap(makes.map { ($0.1, $0.0) })
  }

  /// Letter and accent as one number; the accents are U+0300 to U+036F.
  private static func key(_ letter: UInt32, _ accent: UInt32) -> UInt32 { letter << 7 | (accent &- 0x300) & 0x7F }

  /// The scalar composed of a letter and an accent, or nil.
  func composed(_ letter: UInt32, _ accent: UInt32) -> UInt32? { makes[Self.key(letter, accent)] }

  /// The letter and the accent of a composed scalar, or nil.
  func parts(_ scalar: UInt32) -> (letter: UInt32, accent: UInt32)? {
    made[scalar].map { ($0 >> 7, 0x300 + $0 & 0x7F) }
  }

  /// All composed scalars of a letter and an accent, in ascending order.
  var composedScalars: [UInt32] { made.allKeys }

  /// A letter with its accents, the innermost first, in normalisation form C.
  func normalized(_ letter: UInt32, _ accents: [UInt32]) -> [UInt32] {
    var base = letter
    var rest = accents
    while let parts = parts(base) {
      base = parts.letter
      rest.insert(parts.accent, at: 0)
    }
    // Accents with different combining classes do not interact, and Unicode sorts them by class.
    rest = rest.enumerated().sorted { left, right in
      let (a, b) = (LaTeXAccents.place(left.element), LaTeXAccents.place(right.element))
      return a != b ? a < b : left.offset < right.offset
    }.map(\.element)
    var kept: [UInt32] = []
    for accent in rest {
      let isBlocked = kept.last.map { LaTeXAccents.place($0) == LaTeXAccents.place(accent) } ?? false
      if !isBlocked, let next = composed(base, accent) { base = next } else { kept.append(accent) }
    }
    return [base] + kept
  }

  /// Each row has an accent, followed by letters, each with its composition with the accent.
  private static let rows = """
    0300 AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫ
    0300 ἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊ᾿῍ϊῒΙῚ῾῝ϋῢΥῪ¨῭ΟῸΩῺ
    0301 AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿ¨΅ΑΆΕΈΗΉΙΊΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύ
    0301 ωώϒϓГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭ
    0301 ἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞
    0302 AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ
    0303 AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ
    0304 AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ
    0306 AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ
    0307 CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ
    0308 AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦhḧÕṎõṏŪṺūṻWẄ
    0308 wẅXẌxẍtẗ
    0309 AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ
    030A AÅaåUŮuůwẘyẙ
    030B OŐoőUŰuűУӲуӳ
    030C CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ
    030F AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ
    0311 AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ
    0323 BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ
    0324 UṲuṳ
    0325 AḀaḁ
    0326 SȘsșTȚtț
    0327 CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ
    0328 AĄaąEĘeęIĮiįUŲuųOǪoǫ
    032D DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ
    032E HḪhḫ
    0330 EḚeḛIḬiḭUṴuṵ
    0331 BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ
    """
}

/// A map from numbers to numbers, with binary search.
struct LaTeXScalarMap: Sendable {
  private var keys: [UInt32] = []
  private var values: [UInt32] = []

  /// A map of pairs; for repeated keys the first counts.
  init(_ pairs: [(UInt32, UInt32)]) {
    let sorted = pairs.enumerated().sorted { left, right in
      left.element.0 != right.element.0 ? left.element.0 < right.element.0 : left.offset < right.offset
    }
    for (_, pair) in sorted where keys.last != pair.0 {
      keys.append(pair.0)
      values.append(pair.1)
    }
  }

  /// All keys, in ascending order.
  var allKeys: [UInt32] { keys }

  /// The value of a key, or nil.
  subscript(key: UInt32) -> UInt32? {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? values[low] : nil
  }
}
