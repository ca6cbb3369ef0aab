#include "CLibXML2.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

static const char *const names[] = {
#ifdef __APPLE__
    "libxml2.2.dylib",
    "libxml2.16.dylib",
#else
    "libxml2.so.16",
    "libxml2.so.2",
#endif
};

static void *library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++) {
    library = dlopen(names[index], RTLD_LAZY | RTLD_LOCAL);
  }
}

int citemill_libxml2_load(void) {
  pthread_once(&once, load);
  return library != NULL;
}

const char *citemill_libxml2_version(void) {
  if (!citemill_libxml2_load()) return NULL;
  const char *const *version = dlsym(library, "xmlParserVersion");
  return version == NULL ? NULL : *version;
}
