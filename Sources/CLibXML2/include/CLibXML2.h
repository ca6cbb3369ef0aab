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

#endif
