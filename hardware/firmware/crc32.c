/*
 * A CRC is linear: the step of a byte is the sum (exclusive or) of those of its two halves. So two tables of 16 do
 * the work of one of 256, in 128 bytes of flash instead of 1,024 and nearly as fast: a shift by eight costs nothing here.
 */
#include "crc32.h"

#include <avr/pgmspace.h>

static const uint32_t low_half[16] PROGMEM = {
    0x00000000, 0x77073096, 0xee0e612c, 0x990951ba, 0x076dc419, 0x706af48f, 0xe963a535, 0x9e6495a3,
    0x0edb8832, 0x79dcb8a4, 0xe0d5e91e, 0x97d2d988, 0x09b64c2b, 0x7eb17cbd, 0xe7b82d07, 0x90bf1d91,
};

static const uint32_t high_half[16] PROGMEM = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

uint32_t crc32_step(uint32_t crc, uint8_t byte) {
  const uint8_t index = (uint8_t)crc ^ byte;
  crc = (crc >> 8) ^ pgm_read_dword(&low_half[index & 0x0f]);
  return crc ^ pgm_read_dword(&high_half[index >> 4]);
}
