#include "frame.h"

#include <stdbool.h>

#include "crc32.h"
#include "uart.h"

#define CRC_BYTES 4
#define GOOD_LENGTH (COMMAND_BYTES + CRC_BYTES)

/* What came since the last 00, unstuffed; of a frame that is longer than a command only that it is. */
static uint8_t received[GOOD_LENGTH];
static uint8_t length;
static uint32_t crc;
/* Bytes to the next code byte. */
static uint8_t distance;
static bool is_first;

static void start(void) {
  length = 0;
  crc = CRC32_START;
  distance = 0;
  is_first = true;
}

static void append(uint8_t byte) {
  if (length < COMMAND_BYTES) crc = crc32_step(crc, byte);
  if (length < GOOD_LENGTH) received[length] = byte;
  if (length <= GOOD_LENGTH) length++;
}

/* Undoes COBS: a code byte stands in place of a 00, except the first, and says how far it is to the next one. */
static void unstuff(uint8_t byte) {
  if (distance > 0) {
    append(byte);
  } else {
    if (!is_first) append(0);
    is_first = false;
    distance = byte;
  }
  distance--;
}

static bool is_good(void) {
  if (distance != 0 || length != GOOD_LENGTH) return false;
  const uint32_t good = crc32_end(crc);
  for (uint8_t i = 0; i < CRC_BYTES; i++)
    if (received[COMMAND_BYTES + i] != (uint8_t)(good >> (24 - 8 * i))) return false;
  return true;
}

const uint8_t *frame_wait(void) {
  for (start();;) {
    const uint8_t byte = uart_wait();
    if (byte != 0) {
      unstuff(byte);
    } else {
      if (is_good()) return received;
      start();
    }
  }
}

/* 00, the first code byte, packet, CRC, 00. */
static uint8_t burst[2 + MOST_RESPONSE_BYTES + CRC_BYTES + 1];

uint8_t *frame_to_send(void) { return burst + 2; }

void frame_send(uint8_t packet_bytes) {
  uint8_t *place = frame_to_send();
  uint32_t sum = CRC32_START;
  for (uint8_t i = 0; i < packet_bytes; i++) sum = crc32_step(sum, *place++);
  sum = crc32_end(sum);
  for (uint8_t i = 0; i < CRC_BYTES; i++) *place++ = sum >> (24 - 8 * i);

  /* COBS, where it stands: no frame is so long that a code byte has to be put between. */
  uint8_t *const end = place;
  uint8_t *code = burst + 1;
  for (place = frame_to_send(); place < end; place++) {
    if (*place != 0) continue;
    *code = place - code;
    code = place;
  }
  *code = end - code;
  *end = 0;
  uart_send(burst, end + 1 - burst);
}
