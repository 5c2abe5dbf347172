/*
 * The divider for a baud rate, and how far off it is. The eighth divider (U2X) is the finer of the two that there are.
 *
 * A receiver samples the last of a byte's ten bits 9.5 bit times after its start: 5 % off, and it samples the wrong one.
 * Half of that is left to the other side, so more than 2.5 % is refused. 115,200 at 16 MHz is 2.1 % fast.
 */
#pragma once

#include "config.h"

#ifndef BAUD
#define BAUD 115200
#endif

#if BAUD < 1 || BAUD > F_CPU / 8
#error "BAUD is beyond what this clock can give"
#endif

#define BAUD_DIVIDER ((F_CPU + 4UL * BAUD) / (8UL * BAUD))
#define BAUD_ACTUAL (F_CPU / (8UL * BAUD_DIVIDER))
/* Of the rate that was asked for, in thousandths, without its sign. */
#define BAUD_OFF_PERMILLE \
  ((BAUD_ACTUAL > BAUD ? BAUD_ACTUAL - BAUD : BAUD - BAUD_ACTUAL) * 1000UL / BAUD)

#if BAUD_DIVIDER > 4096
#error "BAUD is too slow for this clock"
#endif
#if BAUD_OFF_PERMILLE >= 25
#error "BAUD cannot be met within 2.5 % with this clock; 115200, 250000, 500000, 1000000 can with 16 MHz"
#endif
