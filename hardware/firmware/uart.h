/* The serial line, 8N1, by interrupts: a ring of what came, one burst to send, and the driver on for just as long. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

void uart_begin(void);

/* Puts the processor to sleep until a byte has come. */
uint8_t uart_wait(void);

bool uart_is_sending(void);

/* The bytes have to stay as they are until they are sent. */
void uart_send(const uint8_t *bytes, uint8_t count);
