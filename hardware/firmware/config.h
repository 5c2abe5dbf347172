/*
 * What may differ from board to board. Set with make, e.g. `make ADDRESS=11 STATION=65 BAUD=1000000`; what cannot be is
 * refused here, when it is compiled.
 */
#pragma once

#ifndef F_CPU
#define F_CPU 16000000UL
#endif

/* Remote terminal address on the emulated bus, and the number of this station on the line (64 + place in the scenario). */
#ifndef ADDRESS
#define ADDRESS 10
#endif
#ifndef STATION
#define STATION 64
#endif

/* Response time on the emulated bus: virtual, the same whatever the line and this program take. */
#ifndef RESPONSE_NS
#define RESPONSE_NS 6000UL
#endif

/* Words that the terminal has; what is asked for beyond them is 0. */
#ifndef SENSOR_WORDS
#define SENSOR_WORDS 8
#endif
/* 1: the first words are what the converter measures on A0 … A5. 0: they are generated, for a board with nothing on it. */
#ifndef SENSOR_ADC
#define SENSOR_ADC 1
#endif
/* One step of the converter in units of the last place: 16 x 0.01 degrees makes its range -81.92 … +81.76 degrees. */
#ifndef SENSOR_SCALE
#define SENSOR_SCALE 16
#endif

/* Bit of port D that enables the RS-485 driver; -1: there is none (a pseudo-terminal, a TTL adapter). */
#ifndef DRIVER_BIT
#define DRIVER_BIT 2
#endif

#if ADDRESS < 0 || ADDRESS > 30
#error "ADDRESS is that of one terminal: 0 ... 30 (31 is broadcast)"
#endif
#if STATION < 64 || STATION > 127
#error "STATION of a terminal is 64 ... 127"
#endif
#if RESPONSE_NS < 4000 || RESPONSE_NS > 12000
#error "RESPONSE_NS is 4000 ... 12000 (MIL-STD-1553B 4.3.3.8)"
#endif
#if SENSOR_WORDS < 1 || SENSOR_WORDS > 32
#error "SENSOR_WORDS is 1 ... 32, as in a message"
#endif
#if SENSOR_SCALE < 1 || SENSOR_SCALE > 64
#error "SENSOR_SCALE is 1 ... 64, so that a reading fits 16 bits"
#endif
#if DRIVER_BIT < -1 || DRIVER_BIT == 0 || DRIVER_BIT == 1 || DRIVER_BIT > 7
#error "DRIVER_BIT is 2 ... 7 (0 and 1 are the line itself), or -1 for none"
#endif
