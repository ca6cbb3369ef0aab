#ifndef CITEMILL_CLIBXML2_VALIDATION_H
#define CITEMILL_CLIBXML2_VALIDATION_H

// Going through a document with the lines of its elements, and checking it against a DTD or a schema.
//
// Nothing is fetched from a network: whatever libxml2 wants to open goes through one function, which opens files alone.

/// What is found in a document or a schema: how bad (1 a warning, 2 an error, 3 the end of it), the line, counted from 1, or 0, and
/// what libxml2 says.
typedef void (*citemill_xml_finding)(void *context, int level, int line, const char *message);

/// What a scan calls, with the context of its scanner.
struct citemill_xml_scanner {
  void *context;
  /// The document has a type, with a public and a system identifier, each of which may be NULL.
  void (*type)(void *context, const unsigned char *public_id, const unsigned char *system_id);
  /// An element begins: its name without a prefix, its namespace or NULL, and the line. Each attribute has five pointers: name,
  /// prefix, namespace, begin and end of its value.
  void (*start)(
      void *context, const unsigned char *name, const unsigned char *space, int attributes,
      const unsigned char *const *values, int line);
  /// The element that began last and has not ended ends.
  void (*end)(void *context);
  /// Text, perhaps in several pieces.
  void (*text)(void *context, const unsigned char *bytes, int count);
};

/// Goes through a document in memory up to its end or the first error: 0, or the number of the error. Nothing else is read.
/// `encoding` is the name of its encoding, or NULL for the one that it declares.
int citemill_xml_scan(
    const char *bytes, int count, const char *encoding, const struct citemill_xml_scanner *scanner);

/// What finds the local file for an address or path that libxml2 is to open: writes the path with its final NUL into `path`, which has
/// `room` bytes, and returns 1, or returns 0.
struct citemill_xml_files {
  void *context;
  int (*find)(void *context, const char *address, char *path, int room);
};

/// Adds a catalogue (OASIS XML Catalogs) to those that are asked; 0 where it cannot be read.
int citemill_xml_add_catalog(const char *path);

/// The local path that the catalogues have for a document's type or for the address of a schema, with its final NUL; 0 where they have none.
/// Each of the identifiers may be NULL.
int citemill_xml_resolve(const char *public_id, const char *system_id, char *path, int room);

/// A DTD or a schema, which lives as long as the process.
struct citemill_xml_schema;

/// The DTD at a path, compiled when it is first asked for; NULL where it cannot be, and then what was found is reported.
const struct citemill_xml_schema *citemill_xml_dtd(
    const char *path, const char *public_id, struct citemill_xml_files files, citemill_xml_finding finding, void *context);

/// The schema whose bytes were read from a path, compiled when it is first asked for; as `citemill_xml_dtd`.
const struct citemill_xml_schema *citemill_xml_xsd(
    const char *path, const char *bytes, int count, struct citemill_xml_files files, citemill_xml_finding finding,
    void *context);

/// Checks a document in memory: 1 when that could be done, 0 where the document is ill-formed, less than 0 where libxml2 failed.
int citemill_xml_validate(
    const struct citemill_xml_schema *schema, const char *bytes, int count, const char *encoding,
    citemill_xml_finding finding, void *context);

#endif
