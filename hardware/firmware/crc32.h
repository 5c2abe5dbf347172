/* CRC-32 as zlib, Ethernet and PNG have it. */
#pragma once

#include <stdint.h>

#define CRC32_START 0xffffffffUL

uint32_t crc32_step(uint32_t crc, uint8_t byte);

/* A CRC is complemented once more when all of its bytes are in. */
static inline uint32_t crc32_end(uint32_t crc) { return ~crc; }
