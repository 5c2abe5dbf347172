/* Frames as hardware/protocol.md has them: COBS( packet CRC ) 00. */
#pragma once

#include <stdint.h>

/* The only packet that a terminal has to understand has this length, and no other has. */
#define COMMAND_BYTES 17
/* Status word and 32 data words. */
#define MOST_RESPONSE_BYTES (14 + 3 * 33)

/* Sleeps and collects until a frame as long as a command has come in good order; its packet stays until the next call. */
const uint8_t *frame_wait(void);

/* Where to write the packet that is sent next; not to be touched while the line is sending. */
uint8_t *frame_to_send(void);
void frame_send(uint8_t packet_bytes);
