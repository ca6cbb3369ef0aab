#include "CLibXML2.h"
#include "Internal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#ifdef __APPLE__
    "libxml2.2.dylib",
    "libxml2.16.dylib",
#else
    "libxml2.so.16",
    "libxml2.so.2",
#endif
};

static struct {
  void (*init_parser)(void);
  void *(*create)(sax_handler *handler, void *context, const char *chunk, int count, const char *name);
  void *(*read)(void *parser, const char *bytes, int count, const char *url, const char *encoding, int options);
  void (*free)(void *parser);
  long (*consumed)(void *parser);
} xml;

static void *library;
static int is_complete;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// The parser that a thread has left over: making one takes longer than reading a short document.
static pthread_key_t spare;
static int keeps_spares;
// The names of all documents stay with a parser, which refuses more than ten megabytes of them: one that has read much goes.
enum { most_read = 8 << 20 };

static void destroy(void *parser);

static void load(void) {
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++) {
    library = dlopen(names[index], RTLD_LAZY | RTLD_LOCAL);
  }
  if (library == NULL) return;
  *(void **)&xml.init_parser = dlsym(library, "xmlInitParser");
  *(void **)&xml.create = dlsym(library, "xmlCreatePushParserCtxt");
  *(void **)&xml.read = dlsym(library, "xmlCtxtReadMemory");
  *(void **)&xml.free = dlsym(library, "xmlFreeParserCtxt");
  // What only makes a message better may be missing.
  *(void **)&xml.consumed = dlsym(library, "xmlByteConsumed");
  is_complete = xml.init_parser != NULL && xml.create != NULL && xml.read != NULL && xml.free != NULL;
  keeps_spares = pthread_key_create(&spare, destroy) == 0;
  // Before any thread reads.
  if (is_complete) xml.init_parser();
}

int citemill_libxml2_load(void) {
  pthread_once(&once, load);
  return library != NULL;
}

static void *symbol(const char *name) { return citemill_libxml2_load() ? dlsym(library, name) : NULL; }

int citemill_libxml2_symbols(const struct citemill_symbol *symbols, size_t count) {
  int has_all = 1;
  for (size_t index = 0; index < count; index++) {
    void *found = symbol(symbols[index].name);
    memcpy(symbols[index].place, &found, sizeof found);
    if (found == NULL) has_all = 0;
  }
  return has_all;
}

const char *citemill_libxml2_version(void) {
  const char *const *version = symbol("xmlParserVersion");
  return version == NULL ? NULL : *version;
}

// MARK: - Parsing

// Within so many bytes of the end of its input libxml2 looks for more of it at each step. It gets blanks there: they may stand
// behind a document, and are passed faster than the last of many short documents are read without them.
enum { blanks = 256, most_copied = 1 << 20 };

struct citemill_xml_parser {
  struct citemill_xml_events events;
  void *context;
  void *parser;
  char *copy;
  size_t room;
  long long read;
  int code;
  int line;
  long place;
  char message[200];
};

static void start(
    void *context, const unsigned char *name, const unsigned char *prefix, const unsigned char *uri, int namespaces,
    const unsigned char **declared, int attributes, int defaulted, const unsigned char **values) {
  (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)defaulted;
  const struct citemill_xml_parser *parser = context;
  parser->events.start(parser->context, name, attributes, (const unsigned char *const *)values);
}

static void end(
    void *context, const unsigned char *name, const unsigned char *prefix, const unsigned char *uri) {
  (void)name, (void)prefix, (void)uri;
  const struct citemill_xml_parser *parser = context;
  parser->events.end(parser->context);
}

static void text(void *context, const unsigned char *bytes, int count) {
  const struct citemill_xml_parser *parser = context;
  parser->events.text(parser->context, bytes, count);
}

// Called for what libxml2 finds wrong; the first error that ends a document is kept.
static void complain(void *context, const void *error) {
  struct citemill_xml_parser *parser = context;
  const xml_error *found = error;
  if (found->level < level_fatal || parser->code != 0) return;
  parser->code = found->code != 0 ? found->code : 1;
  parser->line = found->line;
  parser->place = xml.consumed != NULL ? xml.consumed(parser->parser) : -1;
  if (found->message != NULL) strncpy(parser->message, found->message, sizeof parser->message - 1);
  parser->message[strcspn(parser->message, "\r\n")] = 0;
}

struct citemill_xml_parser *citemill_xml_new(struct citemill_xml_events events, void *context) {
  if (!citemill_libxml2_load() || !is_complete) return NULL;
  struct citemill_xml_parser *parser = keeps_spares ? pthread_getspecific(spare) : NULL;
  if (parser != NULL) {
    pthread_setspecific(spare, NULL);
    parser->events = events;
    parser->context = context;
    return parser;
  }
  parser = calloc(1, sizeof *parser);
  if (parser == NULL) return NULL;
  parser->events = events;
  parser->context = context;
  sax_handler handler = {0};
  handler.characters = text;
  handler.ignorable_whitespace = text;
  handler.cdata_block = text;
  handler.initialized = (unsigned int)sax2_magic;
  handler.start_element_ns = start;
  handler.end_element_ns = end;
  handler.structured_error = complain;
  // Made for pieces and used for memory: the one way to a reusable parser with a handler of one's own that 2.9 exports.
  parser->parser = xml.create(&handler, parser, NULL, 0, NULL);
  if (parser->parser == NULL) {
    free(parser);
    return NULL;
  }
  return parser;
}

// A document with blanks behind it; as it is where there is no memory for that, or not enough to gain.
static const char *with_blanks(struct citemill_xml_parser *parser, const char *bytes, int *count) {
  if (*count > most_copied) return bytes;
  size_t needed = (size_t)*count + blanks;
  if (parser->room < needed) {
    char *larger = realloc(parser->copy, needed * 2);
    if (larger == NULL) return bytes;
    parser->copy = larger;
    parser->room = needed * 2;
  }
  memcpy(parser->copy, bytes, (size_t)*count);
  memset(parser->copy + *count, ' ', blanks);
  *count += blanks;
  return parser->copy;
}

int citemill_xml_parse(struct citemill_xml_parser *parser, const char *bytes, int count) {
  parser->read += count;
  parser->code = 0;
  parser->line = 0;
  parser->place = -1;
  memset(parser->message, 0, sizeof parser->message);
  bytes = with_blanks(parser, bytes, &count);
  // There is no tree, so that what comes back says nothing. Without an encoding, named or declared, UTF-8 is read as it lies
  // there; one that is named would have it copied.
  (void)xml.read(parser->parser, bytes, count, NULL, NULL, options);
  return parser->code;
}

const char *citemill_xml_message(const struct citemill_xml_parser *parser) { return parser->message; }
int citemill_xml_line(const struct citemill_xml_parser *parser) { return parser->line; }
long citemill_xml_place(const struct citemill_xml_parser *parser) { return parser->place; }

static void destroy(void *spared) {
  struct citemill_xml_parser *parser = spared;
  xml.free(parser->parser);
  free(parser->copy);
  free(parser);
}

void citemill_xml_free(struct citemill_xml_parser *parser) {
  if (parser == NULL) return;
  if (keeps_spares && parser->read < most_read && pthread_getspecific(spare) == NULL &&
      pthread_setspecific(spare, parser) == 0) {
    return;
  }
  destroy(parser);
}
