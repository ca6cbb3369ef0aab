#ifndef CITEMILL_CLIBXML2_H
#define CITEMILL_CLIBXML2_H

// The system's libxml2, loaded when the first XML is read.
//
// Linking it would load it, and the ICU that many systems build it with, at every start: half of what a short run takes. Loading
// it here also lets one binary run with 2.9 (libxml2.so.2) and with 2.14 (libxml2.so.16), and needs no headers at build time, some
// of which draw in types of ICU that Foundation declares too. Only functions and variables that all releases since 2.9 export with
// the same meaning are taken.

/// Loads libxml2 unless that was done before; 0 when there is none on this machine. May be called by several threads at once.
int citemill_libxml2_load(void);

/// The version that runs, such as "20914"; NULL when there is none.
const char *citemill_libxml2_version(void);

/// What a parser calls while it reads. Names are interned: while a parser lives, the same name has the same address.
struct citemill_xml_events {
  /// An element begins. Each attribute has five pointers: name, prefix, namespace, begin and end of its value.
  void (*start)(void *context, const unsigned char *name, int attributes, const unsigned char *const *values);
  /// The element that began last and has not ended ends.
  void (*end)(void *context);
  /// Text, perhaps in several pieces.
  void (*text)(void *context, const unsigned char *bytes, int count);
};

/// A parser that is used for one document after the other, by one thread at a time.
struct citemill_xml_parser;

/// A parser that calls back with a context; NULL when there is no libxml2, or no memory.
struct citemill_xml_parser *citemill_xml_new(struct citemill_xml_events events, void *context);

/// Reads a document in UTF-8 that lies in memory: 0, or the number of the error that ended it.
///
/// Nothing but these bytes is read: no file, no address, no DTD. Elements lie within each other up to 256 deep.
int citemill_xml_parse(struct citemill_xml_parser *parser, const char *bytes, int count);

/// What libxml2 says of the error that ended the last document, without a line end, and the line, counted from 1.
const char *citemill_xml_message(const struct citemill_xml_parser *parser);
int citemill_xml_line(const struct citemill_xml_parser *parser);

/// How many bytes of the last document were read when the error was found; less than 0 where that is not known.
long citemill_xml_place(const struct citemill_xml_parser *parser);

/// Ends the use of a parser; its thread keeps it for the next one that is asked for.
void citemill_xml_free(struct citemill_xml_parser *parser);

#include "Recovery.h"
#include "Validation.h"

#endif
