import Foundation
import Testing

/// `citemill validate`; the page `Docs/Validate.md` has more examples, which are run too.
@Suite struct ValidateCommandTests {
  private let good = #"@book{a, author={Eze, Ngozi}, title={Mills}, year={2020}}"#
  private let wrong = #"@book{a, author={Eze, Ngozi}, title={Mills}, year={2020}, isbn={9783161484101}}"#
  private let doubtful = #"@book{b, author={Eze, Ngozi}, title={Mills}, year={2091}}"#

  private func folder(_ files: [String: String]) throws -> URL {
    let folder = try CommandLineTool.temporaryFolder()
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder
  }

  @Test(arguments: [
    ("good.bib", 0), ("wrong.bib", 1), ("doubtful.bib", 0), ("--strict doubtful.bib", 1), ("--warn-only wrong.bib", 0),
    ("--warn-only --strict wrong.bib doubtful.bib", 0), ("good.bib damaged.json", 1), ("--warn-only damaged.json", 0),
    ("good.bib good.bib", 1), ("none.bib", 66), ("page.html", 65), ("good.bib page.html", 1),
    ("--warn-only good.bib page.html", 1), ("-q good.bib", 0), ("--nonsense good.bib", 64), ("empty.bib", 0),
    ("--from bibtex - < wrong.bib", 1), ("--catalog good.bib article.xml", 64), ("--schema-dir none article.xml", 66),
    ("--diagnostic good.bib good.bib", 64),
  ])
  func endsAsThePageSays(_ words: String, _ status: Int32) throws {
    let folder = try folder([
      "good.bib": good, "wrong.bib": wrong, "doubtful.bib": doubtful, "empty.bib": "",
      "damaged.json": #"[{"id":"a","type":"map","title":"One","issued":{"raw":"2001"}},{"id":"b","title":"\q"}]"#,
      "page.html": "<!DOCTYPE html><html><head><title>Mills</title></head><body></body></html>",
      "article.xml": article(""),
    ])
    let result = try CommandLineTool.shell("citemill validate \(words)", in: folder)
    #expect(result.status == status, "\(result.output)\(result.errors)")
  }

  @Test func sumsUpSeveralFiles() throws {
    let folder = try folder(["a.bib": good, "b.bib": wrong, "c.ris": "TY  - BOOK\nTI  - Mills\nER  - \n"])
    let result = try CommandLineTool.shell("citemill validate a.bib b.bib c.ris", in: folder)
    #expect(
      result.output == """
        b.bib:1: error: identifiers.ISBN: "9783161484101" has a wrong check digit [validate.check-digit]
        b.bib:1: error: key: "a" is also the key of the record at a.bib:1 [validate.duplicate-key]
        c.ris:1: error: contributors.author: an author or editor is missing in a record of type book [validate.missing]
        c.ris:1: error: dates.issued: a date is missing in a record of type book [validate.missing]
        4 findings in 3 records of 3 files: 4 errors

        """)
    #expect(result.errors.isEmpty)
  }

  @Test func aDOIInCapitalsIsTheSame() throws {
    let folder = try folder([
      "a.ris": """
      TY  - MAP\nTI  - Mills\nPY  - 2001\nDO  - 10.5555/Mill\nDO  - 10.5555/Mill\nER  -
      TY  - MAP\nTI  - Weirs\nPY  - 2001\nDO  - 10.5555/mILL\nER  -

      """
    ])
    let result = try CommandLineTool.shell("citemill validate a.ris", in: folder)
    #expect(
      result.output.contains(
        #"a.ris:7: warning: identifiers.DOI: "10.5555/mILL" is also that of the record at a.ris:1"#)
    )
    #expect(result.output.contains("1 finding in 2 records"))
  }

  @Test func reportsInJSONAndForGitHub() throws {
    let folder = try folder(["b.bib": wrong])
    let report = try CommandLineTool.shell("citemill validate --json b.bib", in: folder)
    let value = try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any]
    #expect(value?["command"] as? String == "validate")
    #expect(value?["exitStatus"] as? Int == 1)
    let source = (value?["sources"] as? [[String: Any]])?.first
    let finding = (source?["diagnostics"] as? [[String: Any]])?.first
    #expect(finding?["code"] as? String == "validate.check-digit")
    #expect(finding?["line"] as? Int == 1)
    let statistics = value?["statistics"] as? [String: Any]
    #expect(statistics?["records"] as? Int == value.flatMap { ($0["totals"] as? [String: Any])?["read"] as? Int })
    let lines = try CommandLineTool.shell("citemill validate --diagnostics json b.bib", in: folder).output
      .split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines { #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any]) }
    let github = try CommandLineTool.shell("citemill validate --diagnostics github b.bib", in: folder).output
    #expect(github.hasPrefix("::error file=b.bib,line=1,title=validate.check-digit::"))
  }

  @Test func aClosedPipeEndsIt() throws {
    let folder = try folder(["b.bib": String(repeating: wrong + "\n", count: 3000)])
    let result = try CommandLineTool.shell(
      "{ citemill validate b.bib; echo $? >status; } | head -1 >/dev/null; cat status", in: folder)
    #expect(result.output == "141\n")
  }

  // MARK: - Schemas

  private func article(_ type: String, _ ids: String = "") -> String {
    "\(type)\n<article><front><article-meta>\n\(ids)<title-group><article-title>Weirs</article-title></title-group></article-meta></front></article>\n"
  }

  private func dtd(_ version: String, _ meta: String) -> String {
    """
    <!-- "-//Mill//DTD \(version)//EN" -->
    <!ENTITY % parts SYSTEM "parts.ent"> %parts;
    <!ELEMENT article (front)> <!ELEMENT front (article-meta)> <!ELEMENT article-meta (\(meta))>
    """
  }

  private let parts =
    "<!ELEMENT title-group (article-title)> <!ELEMENT article-title (#PCDATA)> <!ELEMENT article-id (#PCDATA)>"

  @Test func aDTDIsFoundByItsPublicIdentifier() throws {
    let folder = try folder([
      "old.xml": article(#"<!DOCTYPE article PUBLIC "-//Mill//DTD 1//EN" "http://mill.example/mill.dtd">"#),
      "new.xml": article(#"<!DOCTYPE article PUBLIC "-//Mill//DTD 2//EN" "http://mill.example/mill.dtd">"#),
      "none.xml": article(#"<!DOCTYPE article PUBLIC "-//Mill//DTD 3//EN" "http://mill.example/mill.dtd">"#),
      "s/1/mill.dtd": dtd("1", "title-group"), "s/1/parts.ent": parts,
      "s/2/mill.dtd": dtd("2", "article-id, title-group"), "s/2/parts.ent": parts,
    ])
    let result = try CommandLineTool.shell(
      "citemill validate --schema-dir s old.xml new.xml none.xml | grep -v validate.missing", in: folder)
    #expect(
      result.output.hasPrefix(
        "new.xml:2: error: Element article-meta content does not follow the DTD, expecting (article-id , title-group), got (title-group) [validate.schema]\nnone.xml: warning: it should be checked by \"-//Mill//DTD 3//EN\", which was not found"
      ), "\(result.output)")
    #expect(!result.output.contains("old.xml"))
  }

  @Test func aCatalogueSaysWhereADTDIs() throws {
    let folder = try folder([
      "new.xml": article(#"<!DOCTYPE article PUBLIC "-//Mill//DTD 2//EN" "mill.dtd">"#),
      "s/one.dtd": dtd("2", "article-id, title-group"), "s/parts.ent": parts,
      "s/list.xml": """
      <catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><public publicId="-//Mill//DTD 2//EN" uri="one.dtd"/></catalog>
      """,
    ])
    for words in [
      "citemill validate --catalog s/list.xml new.xml", "XML_CATALOG_FILES=$PWD/s/list.xml citemill validate new.xml",
    ] {
      let result = try CommandLineTool.shell(words, in: folder)
      #expect(
        result.output.contains("new.xml:2: error: Element article-meta content does not follow"), "\(result.output)")
    }
  }

  @Test func aSchemaIsFoundByNamespaceAndReadWithoutItsAssertions() throws {
    let schema = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.crossref.org/schema/5.5.0" elementFormDefault="qualified">
      <xs:include schemaLocation="http://mill.example/more/types.xsd"/>
      <xs:element name="doi_batch"><xs:complexType><xs:sequence><xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence>
      <xs:attribute name="version" use="required" type="v:version" xmlns:v="http://www.crossref.org/schema/5.5.0"/>
      <xs:assert test="count(*) > 0"/></xs:complexType></xs:element>
      </xs:schema>
      """
    let types = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.crossref.org/schema/5.5.0">
      <xs:simpleType name="version"><xs:restriction base="xs:string"><xs:pattern value="5\\.5\\.[0-9]{1,2}"/></xs:restriction></xs:simpleType>
      </xs:schema>
      """
    let deposit = try String(
      contentsOf: CommandLineTool.package.appendingPathComponent("Docs/Examples/Validate/deposit.xml"), encoding: .utf8)
    let folder = try folder([
      "d.xml": deposit.replacingOccurrences(of: #"version="5.5.0""#, with: #"version="5""#),
      "s/crossref5.5.0.xsd": schema, "s/deep/types.xsd": types,
    ])
    let result = try CommandLineTool.shell("citemill validate --schema-dir s d.xml", in: folder)
    #expect(
      result.output.contains(
        #"d.xml:2: error: Element 'doi_batch', attribute 'version': [facet 'pattern'] The value '5' is not accepted by the pattern '5\.5\.[0-9]{1,2}' [validate.schema]"#
      ), "\(result.output)")
  }

  @Test func aBrokenSchemaAndABrokenDocumentAreReported() throws {
    let folder = try folder([
      "a.xml": article(#"<!DOCTYPE article SYSTEM "a.dtd">"#).replacingOccurrences(of: "</front>", with: ""),
      "b.xml": article(#"<!DOCTYPE article SYSTEM "b.dtd">"#),
      "s/a.dtd": "<!ELEMENT article ANY>", "s/b.dtd": "<!ELEMENT article (front",
    ])
    let result = try CommandLineTool.shell("citemill validate --schema-dir s a.xml b.xml", in: folder)
    #expect(result.output.contains("a.xml:3: error: ill-formed: "), "\(result.output)")
    #expect(result.output.contains("b.xml: warning: not checked, since s/b.dtd cannot be used"), "\(result.output)")
  }

  @Test func nothingIsFetched() throws {
    let folder = try folder([
      "a.xml": article(#"<!DOCTYPE article SYSTEM "a.dtd">"#),
      "s/a.dtd": #"<!ENTITY % more SYSTEM "http://127.0.0.1:9/more.ent"> %more; <!ELEMENT article ANY>"#,
    ])
    let result = try CommandLineTool.shell("citemill validate --schema-dir s a.xml 2>&1", in: folder)
    #expect(result.output.contains("No declaration for element front") || result.output.contains("cannot be used"))
  }

  /// Works that are in one element have lines of their own.
  @Test func eachWorkOfAJournalHasItsLine() throws {
    func article(_ doi: String) -> String {
      """
      <journal_article publication_type="full_text">
      <titles><title>Weirs</title></titles>
      <doi_data><doi>\(doi)</doi></doi_data></journal_article>

      """
    }
    let deposit = """
      <doi_batch><body>
      <journal><journal_metadata><full_title>Journal of Mills</full_title></journal_metadata>
      \(article("10.5555/a"))\(article("10.5555/b"))</journal>
      </body></doi_batch>
      """
    let folder = try folder(["d.xml": deposit])
    let result = try CommandLineTool.shell("citemill validate d.xml", in: folder)
    let dates = result.output.split(separator: "\n").filter { $0.contains("dates.issued") }
    #expect(dates.map { $0.prefix(8) } == ["d.xml:3:", "d.xml:6:"], "\(result.output)")
  }

  // MARK: - Answers

  @Test func anAnswerAboutNoRecordIsReportedAtItsLine() throws {
    let answer = """
      <doi_batch_diagnostic status="in_process">
      <record_diagnostic status="Warning"><doi>10.5555/other</doi><msg>Added with
        conflict</msg></record_diagnostic>
      <record_diagnostic status="Failure"><doi/><msg>XML error</msg></record_diagnostic>
      </doi_batch_diagnostic>
      """
    let folder = try folder(["a.bib": good, "log.xml": answer])
    let result = try CommandLineTool.shell("citemill validate a.bib --diagnostic log.xml", in: folder)
    #expect(
      result.output == """
        log.xml:1: warning: Crossref: the deposit is not completed: its status is "in_process" [validate.answer]
        log.xml:2: warning: Crossref on 10.5555/other: Added with conflict [validate.answer]
        log.xml:4: error: Crossref: XML error [validate.answer]
        3 findings in 1 record of 1 file: 1 error, 2 warnings

        """)
    #expect(result.status == 1)
  }

  /// What is wrong with an answer is said, and is no success.
  @Test func anAnswerIsHeldAgainstTheDeposit() throws {
    func deposit(_ id: String, _ dois: String...) -> String {
      let articles = dois.map { doi in
        """
        <journal><journal_metadata><full_title>Journal of Mills</full_title></journal_metadata>
        <journal_article><titles><title>Weirs</title></titles>
        <contributors><person_name sequence="first" contributor_role="author"><surname>Eze</surname></person_name></contributors>
        <publication_date><year>2021</year></publication_date><doi_data><doi>\(doi)</doi></doi_data></journal_article></journal>

        """
      }
      return "<doi_batch><head><doi_batch_id>\(id)</doi_batch_id></head><body>\n\(articles.joined())</body></doi_batch>"
    }
    func success(_ doi: String, _ more: String = "") -> String {
      "<record_diagnostic status=\"Success\"><doi>\(doi)</doi><msg>Successfully added</msg>\(more)</record_diagnostic>\n"
    }
    func answer(_ id: String, _ records: String, _ counts: String = "", status: String = "completed") -> String {
      "<doi_batch_diagnostic status=\"\(status)\"><batch_id>\(id)</batch_id>\n\(records)\(counts)</doi_batch_diagnostic>"
    }
    let refused =
      #"<citation key="r1" status="error">no title</citation><citation key="r2" status="stored_query"/>"#
    let folder = try folder([
      "d.xml": deposit("b1", "10.5555/a", "10.5555/b"), "a.ris": "TY  - GEN\nTI  - Weirs\nDO  - 10.5555/c\nER  -\n",
      "good.xml": answer("b1", success("10.5555/A") + success("10.5555/b")),
      "other.xml": answer("b2", success("10.5555/a") + success("10.5555/b")),
      "fewer.xml": answer("b1", success("10.5555/a")),
      "counts.xml": answer(
        "b1", success("10.5555/a") + success("10.5555/b"),
        "<batch_data><record_count>3</record_count><failure_count>1</failure_count></batch_data>"),
      "citation.xml": answer(
        "b1", success("10.5555/a", "<citations_diagnostic>\(refused)</citations_diagnostic>") + success("10.5555/b")),
      "conflict.xml": answer(
        "b1",
        success("10.5555/a", "<conflict_id>1</conflict_id><dois_in_conflict><doi>10.5555/z</doi></dois_in_conflict>")
          + success("10.5555/b")),
      "unknown.xml": answer("b1", "", status: "unknown_submission"),
    ])
    func findings(_ answer: String, of file: String = "d.xml", _ status: Int32 = 1) throws -> [String] {
      let result = try CommandLineTool.shell("citemill validate \(file) --diagnostic \(answer)", in: folder)
      #expect(result.status == status, "\(answer): \(result.output)\(result.errors)")
      return result.output.split(separator: "\n").map(String.init).filter { $0.contains("[validate.answer]") }
    }
    #expect(try findings("good.xml", 0) == [])
    #expect(
      try findings("other.xml") == [
        #"other.xml:1: error: Crossref: it answers the deposit "b2", and not "b1" (d.xml:1) [validate.answer]"#
      ])
    #expect(
      try findings("fewer.xml") == [
        "d.xml:6: error: Crossref: the answer does not name 10.5555/b (fewer.xml:1) [validate.answer]"
      ])
    #expect(
      try findings("fewer.xml", of: "a.ris d.xml").contains(
        "a.ris:1: warning: Crossref: the answer does not name 10.5555/c (fewer.xml:1) [validate.answer]"))
    #expect(
      try findings("counts.xml") == [
        "counts.xml:4: error: Crossref: it counts 3 records, and lists 2 [validate.answer]",
        "counts.xml:4: error: Crossref: it counts 1 failure, and lists 0 [validate.answer]",
      ])
    #expect(
      try findings("citation.xml") == [
        #"d.xml:2: error: Crossref on 10.5555/a: the citation "r1" was not taken: no title (citation.xml:2) [validate.answer]"#
      ])
    #expect(
      try findings("conflict.xml") == [
        "d.xml:2: error: Crossref on 10.5555/a: it is in conflict with 10.5555/z, which has the same metadata "
          + "(conflict.xml:2) [validate.answer]"
      ])
    #expect(
      try findings("unknown.xml") == [
        "unknown.xml:1: error: Crossref: it does not know the deposit (its status is \"unknown_submission\"); "
          + "deposit it again [validate.answer]"
      ])
    for command in ["validate good.xml", "convert good.xml -t ris", "inspect good.xml"] {
      let result = try CommandLineTool.shell("citemill \(command)", in: folder)
      #expect(result.status == 65)
      #expect(
        (result.output + result.errors).contains(
          "Crossref's answer to a deposit (doi_batch_diagnostic) is not supported; give it with the deposit: "
            + "citemill validate DEPOSIT --diagnostic FILE"), "\(result.output)\(result.errors)")
    }
  }
}
