/*
 * Words 0 … 5 are angles and rates (roll, pitch, yaw, and theirs), in 0.01 degrees as two's complement; word 6 counts the
 * readings, the others are constant: the order of the fixture sts-124-line. The converter goes round its inputs all the
 * time by itself, so that nobody waits for it.
 */
#include "sensors.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "config.h"

#define CHANNELS 6
#define CONSTANT 1200

static uint16_t count;

#if SENSOR_ADC

static volatile uint16_t measured[CHANNELS];

static void convert(uint8_t channel) {
  ADMUX = _BV(REFS0) | channel;
  /* 16 MHz / 128: the converter wants 50 to 200 kHz. */
  ADCSRA = _BV(ADEN) | _BV(ADSC) | _BV(ADIE) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);
}

ISR(ADC_vect) {
  static uint8_t channel;
  /* 0 … 1023, the middle is level. */
  measured[channel] = (uint16_t)((int16_t)ADC - 512) * SENSOR_SCALE;
  if (++channel == CHANNELS) channel = 0;
  convert(channel);
}

void sensors_begin(void) {
  /* No digital input on pins that measure. */
  DIDR0 = _BV(CHANNELS) - 1;
  convert(0);
}

static uint16_t sensor(uint8_t channel) {
  uint16_t word;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { word = measured[channel]; }
  return word;
}

#else

void sensors_begin(void) {}

/* A ramp per channel, each steeper than the one before. */
static uint16_t sensor(uint8_t channel) { return count * (channel + 1); }

#endif

void sensors_read(uint16_t *words) {
  for (uint8_t i = 0; i < SENSOR_WORDS; i++) words[i] = i < CHANNELS ? sensor(i) : i == CHANNELS ? count : CONSTANT;
  count++;
}
