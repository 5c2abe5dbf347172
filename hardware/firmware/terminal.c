/*
 * A remote terminal at the end of a serial line: answers commands that are meant for it, and nothing else, at once. It has
 * no clock and needs none; what hardware/protocol.md asks of "a board as terminal" is all here.
 */
#include <avr/interrupt.h>
#include <stdbool.h>
#include <util/parity.h>

#include "config.h"
#include "frame.h"
#include "sensors.h"
#include "uart.h"

#define VERSION 1
#define TYPE_COMMAND (VERSION << 4 | 4)
#define TYPE_RESPONSE (VERSION << 4 | 5)
#define MOST_COMPUTERS 32
#define OPEN_SLOT 255
/* From the start of the command to that of the response: a word of 20 us, the response time, less half a bit and half a sync. */
#define OFFSET_NS (20000UL + RESPONSE_NS - 2000UL)

/* Places in a packet. */
enum { TYPE, SENDER, SEQUENCE, SLOT, CYCLE, BUS = 8, OFFSET, COUNT = 13, WORDS };

/* Places in a command word of MIL-STD-1553B: address 15 … 11, transmit 10, subaddress 9 … 5, word count 4 … 0. */
#define TRANSMIT (1u << 10)
#define COUNT_MASK 31

enum sync { DATA, COMMAND_OR_STATUS };

/* The bit that makes the number of ones odd. */
static uint8_t parity_of(uint16_t bits) { return parity_even_bit((uint8_t)(bits >> 8) ^ (uint8_t)bits) ^ 1; }

/* A word in three bytes: sync, 16 bits, parity. Byte by byte, as this processor shifts by one. */
static uint8_t *put_word(uint8_t *place, enum sync sync, uint16_t bits) {
  const uint8_t high = bits >> 8, low = bits;
  *place++ = sync << 1 | high >> 7;
  *place++ = (uint8_t)(high << 1) | low >> 7;
  *place++ = (uint8_t)(low << 1) | parity_of(bits);
  return place;
}

/* Is it one command word as it should be, from a computer, in a slot that another follows, and for this terminal? */
static bool is_mine(const uint8_t *packet, uint16_t *command) {
  if (packet[TYPE] != TYPE_COMMAND || packet[SENDER] >= MOST_COMPUTERS) return false;
  if (packet[SLOT] + 1 >= OPEN_SLOT || packet[COUNT] != 1) return false;
  const uint8_t *const word = packet + WORDS;
  *command = (uint16_t)word[0] << 15 | (uint16_t)word[1] << 7 | word[2] >> 1;
  if (word[0] >> 1 != COMMAND_OR_STATUS || (word[2] & 1) != parity_of(*command)) return false;
  const uint8_t subaddress = *command >> 5 & 31;
  return *command >> 11 == ADDRESS && (*command & TRANSMIT) && subaddress != 0 && subaddress != 31;
}

static uint32_t read_u32(const uint8_t *place) {
  return (uint32_t)place[0] << 24 | (uint32_t)place[1] << 16 | (uint16_t)place[2] << 8 | place[3];
}

static void write_u32(uint8_t *place, uint32_t value) {
  for (uint8_t i = 4; i-- > 0; value >>= 8) place[i] = value;
}

static void answer(const uint8_t *asked, uint16_t command) {
  static uint8_t sequence;
  static uint16_t readings[SENSOR_WORDS];
  sensors_read(readings);

  uint8_t *const packet = frame_to_send();
  const uint8_t words = (command & COUNT_MASK) ? command & COUNT_MASK : 32;
  packet[TYPE] = TYPE_RESPONSE;
  packet[SENDER] = STATION;
  packet[SEQUENCE] = sequence++;
  packet[SLOT] = asked[SLOT] + 1;
  for (uint8_t i = CYCLE; i <= BUS; i++) packet[i] = asked[i];
  write_u32(packet + OFFSET, read_u32(asked + OFFSET) + OFFSET_NS);
  packet[COUNT] = 1 + words;

  uint8_t *place = put_word(packet + WORDS, COMMAND_OR_STATUS, (uint16_t)ADDRESS << 11);
  for (uint8_t i = 0; i < words; i++) place = put_word(place, DATA, i < SENSOR_WORDS ? readings[i] : 0);
  frame_send(place - packet);
}

int main(void) {
  sensors_begin();
  uart_begin();
  sei();
  for (;;) {
    const uint8_t *const packet = frame_wait();
    uint16_t command;
    /* Who asks while an answer is on the line has not waited for it: a collision, and nothing was asked. */
    if (is_mine(packet, &command) && !uart_is_sending()) answer(packet, command);
  }
}
