#ifndef CITEMILL_LIBXML2_SHIM_H
#define CITEMILL_LIBXML2_SHIM_H

#include <libxml/parser.h>
#include <libxml/xmlversion.h>

// A macro over a function call in some releases and a variable in others, which Swift cannot import.
static inline const char *citemill_libxml2_version(void) { return xmlParserVersion; }

#endif
