/* What is found by name or by address, made ready once. */
#ifndef CONTRACT_INDEX_H
#define CONTRACT_INDEX_H

#include "contract/contract.h"

/* Fills names, literals and templates of a contract; says addresses that two channels share. */
void contract_index(struct contract *c, struct diag *d);

#endif
