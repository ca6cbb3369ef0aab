#ifndef CITEMILL_CLIBXML2_RECOVERY_H
#define CITEMILL_CLIBXML2_RECOVERY_H

/// What libxml2's recovering parse finds of an ill-formed document in UTF-8, as a well-formed one in UTF-8 of so many bytes, to be given
/// back to `citemill_xml_release`; NULL where it finds no element.
char *citemill_xml_recover(const char *bytes, int count, int *found);

/// Frees what `citemill_xml_recover` returned.
void citemill_xml_release(char *bytes);

#endif
