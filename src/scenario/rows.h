/* `each`: the rows that make every one a scenario of its own. */
#ifndef SCENARIO_ROWS_H
#define SCENARIO_ROWS_H

#include "scenario/reading.h"

/* Inline rows, or a .csv, .json or .jsonl file.  Fills rows and n_rows. */
bool read_rows(struct reading *r);

/* A CSV cell, or a --set value: a number where it reads as one, else text. */
struct node *cell_value(struct arena *a, struct slice text, const struct node *at);
/* RFC 4180: the first line names the columns.  NULL: said. */
struct node *csv_parse(struct arena *a, struct slice text, const char *file, struct diag *d);

#endif
