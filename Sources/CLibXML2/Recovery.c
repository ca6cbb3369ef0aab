#include "CLibXML2.h"
#include "Internal.h"

#include <pthread.h>
#include <stddef.h>

static struct {
  void *(*read)(const char *bytes, int count, const char *url, const char *encoding, int options);
  void *(*root)(const void *document);
  void (*write)(void *document, unsigned char **bytes, int *count, const char *encoding);
  void (*free_document)(void *document);
  void (**free)(void *memory);
} xml;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_complete;

static void load(void) {
  const struct citemill_symbol all[] = {
      {"xmlReadMemory", &xml.read},
      {"xmlDocGetRootElement", &xml.root},
      {"xmlDocDumpMemoryEnc", &xml.write},
      {"xmlFreeDoc", &xml.free_document},
      {"xmlFree", &xml.free},
  };
  is_complete = citemill_libxml2_symbols(all, sizeof all / sizeof *all);
}

char *citemill_xml_recover(const char *bytes, int count, int *found) {
  pthread_once(&once, load);
  if (!is_complete) return NULL;
  // XML_PARSE_RECOVER, beside what all parsers here have.
  void *document = xml.read(bytes, count, NULL, "UTF-8", options | 1);
  if (document == NULL) return NULL;
  unsigned char *result = NULL;
  if (xml.root(document) != NULL) xml.write(document, &result, found, "UTF-8");
  xml.free_document(document);
  return (char *)result;
}

void citemill_xml_release(char *bytes) {
  if (bytes != NULL && is_complete) (*xml.free)(bytes);
}
