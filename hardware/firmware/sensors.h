/* What the terminal measures: the data words of its response. */
#pragma once

#include <stdint.h>

void sensors_begin(void);

/* Takes the words as they stand now, and counts the reading. */
void sensors_read(uint16_t *words);
