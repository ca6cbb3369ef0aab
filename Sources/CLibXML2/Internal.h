#ifndef CITEMILL_CLIBXML2_INTERNAL_H
#define CITEMILL_CLIBXML2_INTERNAL_H

#include <stddef.h>

// What the files of this target share of libxml2's interface; the layouts are those of all releases since 2.6.

/// A function or variable of libxml2 by its name, and the variable that its address is put into.
struct citemill_symbol {
  const char *name;
  void *place;
};

/// Puts the address of each symbol into its place; whether all were found.
int citemill_libxml2_symbols(const struct citemill_symbol *symbols, size_t count);

// What libxml2 calls a handler (SAX.h).
typedef struct {
  void (*internal_subset)(
      void *context, const unsigned char *name, const unsigned char *public_id, const unsigned char *system_id);
  void *is_standalone, *has_internal_subset, *has_external_subset, *resolve_entity, *get_entity;
  void *entity_decl, *notation_decl, *attribute_decl, *element_decl, *unparsed_entity_decl, *set_document_locator;
  void *start_document, *end_document, *start_element, *end_element, *reference;
  void (*characters)(void *context, const unsigned char *bytes, int count);
  void (*ignorable_whitespace)(void *context, const unsigned char *bytes, int count);
  void *processing_instruction, *comment, *warning, *error, *fatal_error, *get_parameter_entity;
  void (*cdata_block)(void *context, const unsigned char *bytes, int count);
  void *external_subset;
  unsigned int initialized;
  void *reserved;
  void (*start_element_ns)(
      void *context, const unsigned char *name, const unsigned char *prefix, const unsigned char *uri, int namespaces,
      const unsigned char **declared, int attributes, int defaulted, const unsigned char **values);
  void (*end_element_ns)(
      void *context, const unsigned char *name, const unsigned char *prefix, const unsigned char *uri);
  void (*structured_error)(void *context, const void *error);
} sax_handler;

// The beginning of an error (xmlerror.h).
typedef struct {
  int domain;
  int code;
  const char *message;
  int level;
  const char *file;
  int line;
} xml_error;

enum { sax2_magic = (int)0xDEEDBEAF, level_fatal = 3 };
// XML_PARSE_NOERROR, NOWARNING, NONET, COMPACT, BIG_LINES; none that replaces entities, loads a DTD or lifts the limits.
enum { options = 1 << 5 | 1 << 6 | 1 << 11 | 1 << 16 | 1 << 22 };

#endif
