#include "CLibXML2.h"
#include "Internal.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef void (*error_function)(void *context, const void *error);
typedef void *(*open_function)(const char *address, int encoding);

static struct {
  void *(*create)(sax_handler *handler, void *context, const char *chunk, int count, const char *name);
  void *(*read)(void *parser, const char *bytes, int count, const char *url, const char *encoding, int options);
  void (*free_parser)(void *parser);
  int (*line)(void *parser);
  void *(*read_memory)(const char *bytes, int count, const char *url, const char *encoding, int options);
  void (*free_document)(void *document);
  void (*set_errors)(void *context, error_function function);
  void *(*parse_dtd)(const unsigned char *public_id, const unsigned char *system_id);
  void *(*new_dtd_check)(void);
  void (*free_dtd_check)(void *check);
  int (*check_dtd)(void *check, void *document, void *dtd);
  void *(*new_schema_parser)(void *document);
  void (*free_schema_parser)(void *parser);
  void (*set_parser_errors)(void *parser, error_function function, void *context);
  void *(*parse_schema)(void *parser);
  void *(*new_schema_check)(void *schema);
  void (*free_schema_check)(void *check);
  void (*set_check_errors)(void *check, error_function function, void *context);
  int (*check_schema)(void *check, void *document);
  int (*load_catalog)(const char *path);
  unsigned char *(*resolve)(const unsigned char *public_id, const unsigned char *system_id);
  unsigned char *(*resolve_address)(const unsigned char *address);
  void (**free)(void *memory);
  open_function (*set_open)(open_function function);
  void *(*open)(const char *address, int encoding);
} xml;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_complete;

static void load(void) {
  const struct citemill_symbol all[] = {
      {"xmlCreatePushParserCtxt", &xml.create},
      {"xmlCtxtReadMemory", &xml.read},
      {"xmlFreeParserCtxt", &xml.free_parser},
      {"xmlSAX2GetLineNumber", &xml.line},
      {"xmlReadMemory", &xml.read_memory},
      {"xmlFreeDoc", &xml.free_document},
      {"xmlSetStructuredErrorFunc", &xml.set_errors},
      {"xmlParseDTD", &xml.parse_dtd},
      {"xmlNewValidCtxt", &xml.new_dtd_check},
      {"xmlFreeValidCtxt", &xml.free_dtd_check},
      {"xmlValidateDtd", &xml.check_dtd},
      {"xmlSchemaNewDocParserCtxt", &xml.new_schema_parser},
      {"xmlSchemaFreeParserCtxt", &xml.free_schema_parser},
      {"xmlSchemaSetParserStructuredErrors", &xml.set_parser_errors},
      {"xmlSchemaParse", &xml.parse_schema},
      {"xmlSchemaNewValidCtxt", &xml.new_schema_check},
      {"xmlSchemaFreeValidCtxt", &xml.free_schema_check},
      {"xmlSchemaSetValidStructuredErrors", &xml.set_check_errors},
      {"xmlSchemaValidateDoc", &xml.check_schema},
      {"xmlLoadCatalog", &xml.load_catalog},
      {"xmlCatalogResolve", &xml.resolve},
      {"xmlCatalogResolveURI", &xml.resolve_address},
      {"xmlFree", &xml.free},
      {"xmlParserInputBufferCreateFilenameDefault", &xml.set_open},
      {"__xmlParserInputBufferCreateFilename", &xml.open},
  };
  is_complete = citemill_libxml2_symbols(all, sizeof all / sizeof *all);
}

// A library without one of these, such as one built without schemas, checks nothing.
static int can_validate(void) {
  pthread_once(&once, load);
  return is_complete;
}

// XML_PARSE_IGNORE_ENC: a document whose encoding was named may declare the one that it was converted from.
static int as_named(const char *encoding) { return encoding != NULL ? 1 << 21 : 0; }

// MARK: - Going through

struct scan {
  const struct citemill_xml_scanner *scanner;
  void *parser;
  int code;
};

static void scan_type(
    void *context, const unsigned char *name, const unsigned char *public_id, const unsigned char *system_id) {
  (void)name;
  const struct scan *scan = context;
  scan->scanner->type(scan->scanner->context, public_id, system_id);
}

static void scan_start(
    void *context, const unsigned char *name, const unsigned char *prefix, const unsigned char *uri, int namespaces,
    const unsigned char **declared, int attributes, int defaulted, const unsigned char **values) {
  (void)prefix, (void)namespaces, (void)declared, (void)defaulted;
  const struct scan *scan = context;
  scan->scanner->start(
      scan->scanner->context, name, uri, attributes, (const unsigned char *const *)values, xml.line(scan->parser));
}

static void scan_end(
    void *context, const unsigned char *name, const unsigned char *prefix, const unsigned char *uri) {
  (void)name, (void)prefix, (void)uri;
  const struct scan *scan = context;
  scan->scanner->end(scan->scanner->context);
}

static void scan_text(void *context, const unsigned char *bytes, int count) {
  const struct scan *scan = context;
  scan->scanner->text(scan->scanner->context, bytes, count);
}

static void scan_error(void *context, const void *error) {
  struct scan *scan = context;
  const xml_error *found = error;
  if (found->level >= level_fatal && scan->code == 0) scan->code = found->code != 0 ? found->code : 1;
}

int citemill_xml_scan(
    const char *bytes, int count, const char *encoding, const struct citemill_xml_scanner *scanner) {
  if (!can_validate()) return -1;
  struct scan scan = {.scanner = scanner};
  sax_handler handler = {0};
  handler.internal_subset = scan_type;
  handler.characters = scan_text;
  handler.ignorable_whitespace = scan_text;
  handler.cdata_block = scan_text;
  handler.initialized = (unsigned int)sax2_magic;
  handler.start_element_ns = scan_start;
  handler.end_element_ns = scan_end;
  handler.structured_error = scan_error;
  scan.parser = xml.create(&handler, &scan, NULL, 0, NULL);
  if (scan.parser == NULL) return -1;
  (void)xml.read(scan.parser, bytes, count, NULL, encoding, options | as_named(encoding));
  xml.free_parser(scan.parser);
  return scan.code;
}

// MARK: - Opening files

// What the thread that compiles a schema looks for files with; libxml2's hook has no context.
static _Thread_local const struct citemill_xml_files *looking;

static int is_remote(const char *address) {
  const char *colon = strstr(address, "://");
  return colon != NULL && strncmp(address, "file://", 7) != 0;
}

// Opens what libxml2 asks for, if it is a file: a catalogue, a schema, a module of a DTD.
static void *open_file(const char *address, int encoding) {
  if (address == NULL) return NULL;
  if (!is_remote(address)) {
    void *found = xml.open(address, encoding);
    if (found != NULL) return found;
  }
  char path[4096];
  if (looking == NULL || looking->find == NULL) return NULL;
  if (!looking->find(looking->context, address, path, sizeof path) || is_remote(path)) return NULL;
  return xml.open(path, encoding);
}

// The hook is of this thread alone, and there only while something of ours is compiled.
struct guard {
  open_function open;
  const struct citemill_xml_files *looking;
};

static struct guard begin(const struct citemill_xml_files *files) {
  struct guard guard = {.open = xml.set_open(open_file), .looking = looking};
  looking = files;
  return guard;
}

static void end(struct guard guard) {
  looking = guard.looking;
  xml.set_open(guard.open);
}

static int copy(unsigned char *found, char *path, int room) {
  if (found == NULL) return 0;
  const char *text = (const char *)found;
  if (strncmp(text, "file://", 7) == 0) text += strncmp(text, "file://localhost/", 17) == 0 ? 16 : 7;
  int fits = !is_remote(text) && strlen(text) < (size_t)room;
  if (fits) strcpy(path, text);
  (*xml.free)(found);
  return fits;
}

int citemill_xml_add_catalog(const char *path) {
  if (!can_validate()) return 0;
  struct guard guard = begin(NULL);
  int code = xml.load_catalog(path);
  end(guard);
  return code == 0;
}

int citemill_xml_resolve(const char *public_id, const char *system_id, char *path, int room) {
  if (!can_validate()) return 0;
  struct guard guard = begin(NULL);
  int found = copy(xml.resolve((const unsigned char *)public_id, (const unsigned char *)system_id), path, room);
  if (!found && system_id != NULL) {
    found = copy(xml.resolve_address((const unsigned char *)system_id), path, room);
  }
  end(guard);
  return found;
}

// MARK: - Schemas

struct citemill_xml_schema {
  char *path;
  void *dtd;
  void *schema;
  struct citemill_xml_schema *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct citemill_xml_schema *known;

struct findings {
  citemill_xml_finding finding;
  void *context;
  int is_fatal;
};

static void report(void *context, const void *error) {
  struct findings *findings = context;
  const xml_error *found = error;
  if (found == NULL) return;
  if (found->level >= level_fatal) findings->is_fatal = 1;
  findings->finding(findings->context, found->level, found->line, found->message != NULL ? found->message : "");
}

// What is wrong with a document beside its not being valid is said by those who read it.
static void report_fatal(void *context, const void *error) {
  const xml_error *found = error;
  if (found != NULL && found->level >= level_fatal) report(context, error);
}

static struct citemill_xml_schema *find_known(const char *path) {
  for (struct citemill_xml_schema *one = known; one != NULL; one = one->next) {
    if (strcmp(one->path, path) == 0) return one;
  }
  return NULL;
}

// A schema that could not be compiled is known too: it is not tried again for each document.
static const struct citemill_xml_schema *keep(const char *path, void *dtd, void *schema) {
  struct citemill_xml_schema *one = calloc(1, sizeof *one);
  char *copy = malloc(strlen(path) + 1);
  if (one == NULL || copy == NULL) {
    free(one);
    free(copy);
    return NULL;
  }
  one->path = strcpy(copy, path);
  one->dtd = dtd;
  one->schema = schema;
  one->next = known;
  known = one;
  return dtd != NULL || schema != NULL ? one : NULL;
}

static const struct citemill_xml_schema *usable(const struct citemill_xml_schema *one) {
  return one->dtd != NULL || one->schema != NULL ? one : NULL;
}

static const struct citemill_xml_schema *compiled_dtd(
    const char *path, const char *public_id, struct findings *findings) {
  xml.set_errors(findings, report_fatal);
  return keep(path, xml.parse_dtd((const unsigned char *)public_id, (const unsigned char *)path), NULL);
}

static const struct citemill_xml_schema *compiled_xsd(
    const char *path, const char *bytes, int count, struct findings *findings) {
  xml.set_errors(findings, report);
  void *schema = NULL;
  // The document must live as long as the schema.
  void *document = xml.read_memory(bytes, count, path, NULL, options & ~(1 << 5));
  void *parser = document != NULL ? xml.new_schema_parser(document) : NULL;
  if (parser != NULL) {
    xml.set_parser_errors(parser, report, findings);
    schema = xml.parse_schema(parser);
    xml.free_schema_parser(parser);
  }
  if (schema == NULL && document != NULL) xml.free_document(document);
  return keep(path, NULL, schema);
}

// What a schema is compiled from: a DTD from its file, a schema from its bytes.
struct source {
  const char *path;
  int is_dtd;
  const char *public_id;
  const char *bytes;
  int count;
};

static const struct citemill_xml_schema *compiled(
    struct source source, struct citemill_xml_files files, struct findings findings) {
  if (!can_validate()) return NULL;
  pthread_mutex_lock(&lock);
  const struct citemill_xml_schema *result = find_known(source.path);
  if (result != NULL) {
    result = usable(result);
  } else {
    struct guard guard = begin(&files);
    result = source.is_dtd ? compiled_dtd(source.path, source.public_id, &findings)
                           : compiled_xsd(source.path, source.bytes, source.count, &findings);
    xml.set_errors(NULL, NULL);
    end(guard);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

const struct citemill_xml_schema *citemill_xml_dtd(
    const char *path, const char *public_id, struct citemill_xml_files files, citemill_xml_finding finding,
    void *context) {
  struct source source = {.path = path, .is_dtd = 1, .public_id = public_id};
  return compiled(source, files, (struct findings){finding, context, 0});
}

const struct citemill_xml_schema *citemill_xml_xsd(
    const char *path, const char *bytes, int count, struct citemill_xml_files files, citemill_xml_finding finding,
    void *context) {
  struct source source = {.path = path, .bytes = bytes, .count = count};
  return compiled(source, files, (struct findings){finding, context, 0});
}

int citemill_xml_validate(
    const struct citemill_xml_schema *schema, const char *bytes, int count, const char *encoding,
    citemill_xml_finding finding, void *context) {
  if (!can_validate()) return -1;
  struct findings findings = {finding, context, 0};
  int result = -1;
  struct citemill_xml_files nothing = {0};
  struct guard guard = begin(&nothing);
  xml.set_errors(&findings, report_fatal);
  void *document = xml.read_memory(bytes, count, NULL, encoding, (options & ~(1 << 5)) | as_named(encoding));
  xml.set_errors(&findings, report);
  if (document == NULL) {
    result = findings.is_fatal ? 0 : -1;
  } else if (schema->dtd != NULL) {
    // A DTD is written to while a document is checked: a model is compiled when it is first needed.
    pthread_mutex_lock(&lock);
    void *check = xml.new_dtd_check();
    if (check != NULL) {
      (void)xml.check_dtd(check, document, schema->dtd);
      xml.free_dtd_check(check);
      result = 1;
    }
    pthread_mutex_unlock(&lock);
  } else {
    void *check = xml.new_schema_check(schema->schema);
    if (check != NULL) {
      xml.set_check_errors(check, report, &findings);
      result = xml.check_schema(check, document) >= 0 ? 1 : -1;
      xml.free_schema_check(check);
    }
  }
  xml.set_errors(NULL, NULL);
  if (document != NULL) xml.free_document(document);
  end(guard);
  return result;
}
