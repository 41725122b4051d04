/* Text that is valid in XML 1.0 whatever comes in. */
#ifndef REPORT_XML_H
#define REPORT_XML_H

#include "base/buf.h"

/* Escaped for an attribute (quotes and newlines too); what XML forbids is left out, bytes that are not UTF-8
 * become U+FFFD. */
void xml_attribute(struct buf *out, struct slice s);
/* Escaped for the content of an element; newlines and tabs stay. */
void xml_text(struct buf *out, struct slice s);

#endif
