#ifndef CITEMILL_LIBXML2_SHIM_H
#define CITEMILL_LIBXML2_SHIM_H

// Some systems build libxml2 with ICU, and its headers then draw in ICU's. Foundation brings an ICU of its own, and a
// program that imports both fails to compile over two different `UErrorCode`. Nothing here needs ICU's types.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>

// A macro over a function call in some releases and a variable in others, which Swift cannot import.
static inline const char *citemill_libxml2_version(void) { return xmlParserVersion; }

#endif
