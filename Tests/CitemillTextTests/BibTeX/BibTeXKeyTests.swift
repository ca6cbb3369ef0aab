import Citemill
import CitemillTestSupport
import Testing

/// Whatever the texts of a record, what is written for TeX executes nothing and ends nothing.
@Suite struct BibTeXKeyTests {
  private func written(_ key: String?, from format: String?, as specification: String = "bibtex") throws -> String {
    var record = Record()
    record.key = key
    record.origin.format = format
    let text = try FormatRegistry.standard.write([record], as: specification).text
    return String(text.prefix { $0 != "," }.dropFirst("@misc{".count))
  }

  @Test(arguments: [
    ("w^^7d^^5cinput^^20x^^7b", "w__7d__5cinput__20x__7b"), ("a^b", "a_b"), ("a$b&c#d%e~f", "a_b_c_d_e_f"),
    ("a\\b{c}\"d,e=f", "a_b_c__d_e_f"), ("o'brien(1)@x", "o_brien_1__x"), ("a;b[c]*d!`|", "a_b_c__d___"),
    ("a b\tc\nd", "a_b_c_d"), ("a\u{85}b\u{200B}c\u{202E}d\u{2028}e\u{AD}f\u{7F}", "a_b_c_d_e_f_"),
    ("a\u{A0}b\u{3000}c\u{FEFF}d\u{2800}e\u{E0041}f\u{E000}", "a_b_c_d_e_f_"), ("a“b”—c", "a_b__c"),
    ("10.5555/a.b-c_d:e+f", "10.5555/a.b-c_d:e+f"), ("<a?>", "<a?>"), ("müller北京é2٣", "müller北京é2٣"), ("0", "_0"),
    ("00", "00"),
  ])
  func aKeyIsNoMoreThanAName(key: String, expected: String) throws {
    for format in ["bibtex", "biblatex", "bibtex:encoding=latex"] {
      #expect(try written(key, from: "ris", as: format) == expected)
      #expect(try written(key, from: nil, as: format) == expected)
    }
  }

  @Test(
    arguments: [
      ("o'brien(1)", nil), ("a&b#c%d~e$f", nil), ("a;b[c]*d!`|", nil), ("foo\\_bar", nil), ("a^b", nil), ("a“b", nil),
      ("w^^7dx", "w__7dx"), ("a^^^b", "a___b"), ("w\\input x", "w_input_x"), ("a\u{200B}b\u{2028}", "a_b_"),
      ("a\u{85}", "a_"), ("a{b}c,d=\"", "a_b_c_d__"), ("0", nil),
    ] as [(String, String?)])
  func aKeyOfBibTeXIsKeptWhereDocumentsCanCiteIt(key: String, expected: String?) throws {
    for format in ["bibtex", "biblatex"] { #expect(try written(key, from: format) == expected ?? key) }
  }

  @Test func keysOfBibTeXComeBackFromAFile() throws {
    let keys = ["o'brien", "a&b", "a#b", "foo\\_bar", "a;b", "x^2", "müller", "a%b", "a~b"]
    let text = keys.map { "@misc{\($0),\n  title = {T},\n}\n" }.joined(separator: "\n")
    let output = try FormatRegistry.standard.write(try Trial(text: text, as: "bibtex").records, as: "bibtex")
    #expect(output.text == text)
    #expect(output.losses.total == 0)
  }

  @Test func aChangedKeyIsALossAndStaysUnique() throws {
    let keys = ["a^^b", "a$$b", "a__b", "A&#b", "a__b-2", "a\u{200B}_b"]
    let records = keys.map { key in
      var record = Record()
      record.key = key
      record.origin.format = "ris"
      return record
    }
    let output = try FormatRegistry.standard.write(records, as: "bibtex")
    let found = try Trial(text: output.text, as: "bibtex").records.compactMap { $0.key?.lowercased() }
    #expect(found.count == keys.count && Set(found).count == keys.count, "\(found)")
    #expect(output.losses.total == 4)
    // A BibTeX key that is kept differs from the one that a key of RIS becomes.
    var (kept, changed) = (records[0], records[0])
    (kept.key, kept.origin.format) = ("a'b", "bibtex")
    changed.key = "a_b"
    let text = try FormatRegistry.standard.write([kept, changed], as: "bibtex").text
    #expect(text.contains("@misc{a'b,") && text.contains("@misc{a_b,"))
  }

  @Test func fieldsThatReferToAnEntryChangeWithItsKey() throws {
    let text =
      "@inbook{a, title = {A}, crossref = {w^^7d}, related = {b c, w^^7d}}\n@book{w^^7d, title = {W}}\n"
      + "@misc{b c, title = {B}, xref = {o'brien}}"
    let output = try FormatRegistry.standard.write(try Trial(text: text, as: "bibtex").records, as: "biblatex").text
    // The first entry has everything that it would inherit from the book, and refers to it without inheriting
    // again.
    for part in ["xref = {w__7d}", "related = {b_c,w__7d}", "@book{w__7d,", "@misc{b_c,", "xref = {o'brien}"] {
      #expect(output.contains(part), "\(output)")
    }
  }

  // MARK: - Values

  private static let hostile = "w^^7d^^5cinput\\input{x}\\immediate\\write18{y}%\u{2028}\u{202E}}\n@misc{evil,"

  /// Texts that TeX would run, in every place of records.
  private static func records(_ seed: UInt64) throws -> [Record] {
    var generator = RecordGenerator(seed: seed)
    let text = hostile.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    let lines = (0..<40).map { _ in
      Law.line(of: generator.record()).replacing("fish", with: text).replacing("北京大学", with: text)
    }
    return try Trial(text: lines.joined(separator: "\n"), as: "records").records
  }

  @Test(arguments: ["bibtex", "biblatex", "bibtex:encoding=latex"], [1, 2, 3] as [UInt64])
  func noTextBecomesTeX(specification: String, seed: UInt64) throws {
    let records = try Self.records(seed)
    #expect(records.count > 30)
    let output = try FormatRegistry.standard.write(records, as: specification).text
    #expect(output.contains("immediate"))
    for part in ["^^", "\\input", "\\immediate", "\\write", "\n@misc{evil"] {
      #expect(!output.contains(part), "\(part)")
    }
    #expect(try Trial(text: output, as: "bibtex").records.count <= records.count)
  }

  @Test(arguments: ["bibtex", "biblatex"]) func theLawHoldsForThem(specification: String) throws {
    #expect(try Law(specification).check(try Self.records(4)).violation == nil)
  }

  @Test(arguments: [
    ("\\frac{a}{b}_{\\text{max}}", true), ("\\begin{matrix}a&b\\\\c\\end{matrix}", true),
    ("x^2 \\leq \\mathbb{R}", true),
    ("\\input{x}", false), ("\\begin{input}{x}\\end{input}", false), ("\\csname input\\endcsname", false),
    ("x^^5cinput", false), ("\\immediate\\write18{x}", false), ("a % b", false), ("\\text{\\input x}", false),
    ("\\@input{x}", false), ("\\begin {input}", false), ("\\href{run:x}{y}", false), ("\\fancy{x}", false),
  ])
  func formulasDoNoMoreThanTypeset(source: String, isWritten: Bool) throws {
    var record = Record()
    record.titles = [Title(RichText("On formula", marks: [Mark(.mathTeX, from: 3, to: 10, value: source)]))]
    let output = try FormatRegistry.standard.write([record], as: "bibtex")
    #expect(output.text.contains("$\(source)$") == isWritten)
    #expect(isWritten || output.text.contains("On formula"))
    #expect(isWritten || output.losses.total > 0)
    // In a file of BibTeX it is TeX already, but another record may have been merged into it.
    record.origin.format = "bibtex"
    let again = try FormatRegistry.standard.write([record], as: "bibtex").text
    #expect(
      again.contains("$\(source)$") == (isWritten || ["\\fancy{x}", "\\href{run:x}{y}"].contains(source)))
  }

  @Test(arguments: [
    ("\\text{if $x > 0$}", true), ("\\sqrt[3]{x}", true), ("x_\\mathrm{a}", true), ("\\left(a\\right]", true),
    ("\\begin{array}{c|c}a&b\\\\[2pt]c\\end{array}", true), ("\\bigl( x \\bigr)", true),
    ("\\operatorname*{max}_x", true),
    ("\\frac12", true), ("\\mathrm{H}_2\\,\\alpha'", true), ("\\text{\\'e}", true), ("\\{a\\}", true),
    ("a\\par b", false), ("\\vcenter{a}", false), ("a\\newline b", false), ("a\\] b", false), ("a\\) b \\( c", false),
    ("{a $ b}", false), ("\\text{$x}", false), ("\\text{a_b}", false), ("\\tag{1}", false), ("a & b", false),
    ("\\frac{a}", false), ("{\\frac{a}}b", false), ("\\sqrt", false), ("x^", false), ("x^^", false), ("\\big", false),
    ("\\frac\\sqrt{a}{b}", false), ("\\sqrt[3", false), ("\\\\ [a", false), ("\\sqrt[{a]}", false), ("\\root a", false),
    ("\\left(a", false), ("a\\right)", false), ("{\\left(a}\\right)", false), ("\\middle|", false), ("\\hline", false),
    ("\\begin{matrix}a", false), ("a\\end{matrix}", false), ("\\begin{matrix}a\\end{cases}", false),
    ("\\begin{equation}a\\end{equation}", false), ("\\begin{array}\\end{array}", false),
    ("\\begin{tabular}a\\end{tabular}", false), ("a\\egroup b", false), ("\\hbox{\\bgroup}", false), ("\\'", false),
    ("\\text{\\'}", false), ("\\sqrt é", false), ("a\u{7}b", false), ("a\u{202E}b", false), ("a\u{2028}b", false),
  ])
  func formulasLeaveTeXAsItWas(source: String, isWritten: Bool) throws {
    var record = Record()
    record.titles = [Title(RichText("On formula", marks: [Mark(.mathTeX, from: 3, to: 10, value: source)]))]
    let output = try FormatRegistry.standard.write([record], as: "bibtex")
    #expect(output.text.contains("$\(source)$") == isWritten, "\(output.text)")
    #expect(isWritten || output.text.contains("title = {On formula}") && output.losses.total > 0)
    #expect(try Law("bibtex").check([record]).violation == nil)
  }

  @Test func aFormulaHasNoEmptyLine() throws {
    var record = Record()
    record.titles = [Title(RichText("On formula", marks: [Mark(.mathTeX, from: 3, to: 10, value: "a\n \n+ b")]))]
    #expect(try FormatRegistry.standard.write([record], as: "bibtex").text.contains("{On $a + b$}"))
    #expect(try Law("bibtex").check([record]).violation == nil)
  }

  @Test(
    arguments: [
      ("https://example.org/a b", "https://example.org/a\\%20b"), ("mailto:ida@example.org", "mailto:ida@example.org"),
      ("doi:10.5555/a", "doi:10.5555/a"), ("ftp://example.org/~a_b?c&d#e", "ftp://example.org/~a_b?c&d\\#e"),
      ("HTTP://a/$^^7d{}\\\u{202E}\u{1B}\"é", "HTTP://a/\\%24\\%5E\\%5E7d\\%7B\\%7D\\%5C\\%E2\\%80\\%AE\\%1B\\%22é"),
      ("run:program", nil), ("javascript:run()", nil), ("JavaScript:run()", nil), ("file:///home/ida", nil),
      ("data:text/html,a", nil), ("a.pdf", nil), ("\u{1}javascript:run()", nil), ("", nil), (":", nil),
    ] as [(String, String?)])
  func linksLeadToTheWeb(address: String, written: String?) throws {
    var record = Record()
    record.titles = [Title(RichText("On links", marks: [Mark(.link, from: 3, to: 8, value: address)]))]
    let output = try FormatRegistry.standard.write([record], as: "bibtex")
    #expect(output.text.contains(written.map { "{On \\href{\($0)}{links}}" } ?? "{On links}"), "\(output.text)")
    #expect(written == address || address.contains("#") || output.losses.total > 0)
    #expect(try Law("bibtex").check([record]).violation == nil)
  }

  @Test func linksOfBibTeXNeedNoScheme() throws {
    let text = "@misc{a,\n  title = {A \\href{paper.pdf}{link} and \\href{run:x}{another}},\n}\n"
    let output = try FormatRegistry.standard.write(try Trial(text: text, as: "bibtex").records, as: "bibtex")
    #expect(output.text == "@misc{a,\n  title = {A \\href{paper.pdf}{link} and another},\n}\n")
    #expect(output.losses.total == 1)
  }

  @Test(arguments: ["bibtex", "biblatex", "bibtex:encoding=latex"])
  func textsHaveNothingHidden(specification: String) throws {
    var record = Record()
    let text = "a\u{1B}[31mb\u{7} \u{202E}c\u{200F}\u{2060}d\u{2028}e\u{85}f\u{FEFF}\u{9B}g\u{61C}\u{E0041}h\u{7F}"
    record.titles = [Title(RichText(text))]
    record[.publisher] = text
    record.contributors = [Contributor(.organization, name: PersonName(literal: text), roles: [.author])]
    record.keywords = [Keyword(text)]
    let output = try FormatRegistry.standard.write([record], as: specification)
    for name in ["title = {", "publisher = {", "author = {{", "keywords = {"] {
      #expect(output.text.contains("\(name)a[31mb cd e fgh}"), "\(output.text)")
    }
    #expect(output.losses.total > 3)
    #expect(try Law(specification).check([record]).violation == nil)
    // Joiners are part of words, and there is a command for where a word may be divided.
    record.titles = [Title(RichText("می\u{200C}خواهم क्\u{200D}ष fi\u{200B}sh"))]
    (record[.publisher], record.contributors, record.keywords) = (nil, [], [])
    let kept = try FormatRegistry.standard.write([record], as: specification)
    let joiner = specification.contains("=latex") ? "\\textcompwordmark{}" : "\u{200C}"
    #expect(kept.text.contains("می\(joiner)خواهم क्\u{200D}ष fi\\hspace{0pt}sh"), "\(kept.text)")
    #expect(kept.losses.total == 0)
  }

  @Test func carriesNoCaretsInFieldsThatAreKept() throws {
    let text =
      "@misc{a, url = {http://example.org/^^7d}, url = {x^^7d}, odd^^field = {1}, bdsk-file = {^^7d}, "
      + "note = {\\x ^^7d}}"
    let output = try FormatRegistry.standard.write(try Trial(text: text, as: "bibtex").records, as: "bibtex")
    #expect(!output.text.contains("^^"))
    #expect(output.text.contains("url = {http://example.org/%5E%5E7d}"))
    #expect(output.losses.total > 3)
  }

  @Test func fieldsOfBibTeXRunNothingInRecordsOfOtherFormats() throws {
    let text =
      "@preamble{\"\\input{x}\"}\n@misc{a,\n  title = {\\fish{T}},\n  execute = {\\write18{x}},\n  groups = {G},\n"
      + "  remark = {50% \\emph{of} \\url{x#y}},\n}\n"
    var record = try #require(try Trial(text: text, as: "bibtex").records.first)
    #expect(try FormatRegistry.standard.write([record], as: "bibtex").text == text)
    record.origin.format = "csv"
    let output = try FormatRegistry.standard.write([record], as: "bibtex")
    for part in ["\\input", "\\write", "{\\fish"] { #expect(!output.text.contains(part)) }
    #expect(output.text.contains("groups = {G}") && output.text.contains("remark = {50% \\emph{of} \\url{x#y}}"))
    #expect(output.losses.total > 2)
    #expect(try Law("bibtex").check([record]).violation == nil)
  }

  @Test func aFileThatCannotBeSaidCostsNoOther() throws {
    var record = Record()
    record.files = [FileLink("a^^7d.pdf"), FileLink("b.pdf"), FileLink("c}.pdf"), FileLink("d\n.pdf")]
    let output = try FormatRegistry.standard.write([record], as: "bibtex")
    #expect(output.text.contains("file = {b.pdf}"))
    #expect(output.losses.total > 0)
  }
}
