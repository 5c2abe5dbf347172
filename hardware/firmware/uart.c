#include "uart.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

#include "baud.h"

/* A power of two, and at least a frame: that much may come in while a response is made. */
#define RING_BYTES 128

static volatile uint8_t ring[RING_BYTES];
static volatile uint8_t ring_in, ring_out;

static const uint8_t *volatile next_to_send;
static volatile uint8_t left_to_send;
static volatile bool is_sending;

static void drive(bool is_on) {
#if DRIVER_BIT >= 0
  if (is_on)
    PORTD |= _BV(DRIVER_BIT);
  else
    PORTD &= ~_BV(DRIVER_BIT);
#else
  (void)is_on;
#endif
}

void uart_begin(void) {
  /* A receiver that is switched off while the driver is on lets its output float: hold it at idle. */
  PORTD |= _BV(PORTD0);
#if DRIVER_BIT >= 0
  DDRD |= _BV(DRIVER_BIT);
#endif
  UBRR0 = BAUD_DIVIDER - 1;
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
}

/*
 * Framing and overrun errors need no care of their own: what they spoil fails the CRC, and the next 00 begins anew. The
 * same goes for a byte that finds the ring full.
 */
ISR(USART_RX_vect) {
  const uint8_t byte = UDR0;
  const uint8_t after = (ring_in + 1) % RING_BYTES;
  if (after == ring_out) return;
  ring[ring_in] = byte;
  ring_in = after;
}

uint8_t uart_wait(void) {
  cli();
  while (ring_in == ring_out) {
    /* What interrupts between these two wakes the processor up again: the instruction after sei is always executed. */
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
    cli();
  }
  sei();
  const uint8_t byte = ring[ring_out];
  ring_out = (ring_out + 1) % RING_BYTES;
  return byte;
}

bool uart_is_sending(void) { return is_sending; }

void uart_send(const uint8_t *bytes, uint8_t count) {
  drive(true);
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    next_to_send = bytes;
    left_to_send = count;
    is_sending = true;
    UCSR0B |= _BV(UDRIE0);
  }
}

ISR(USART_UDRE_vect) {
  if (--left_to_send == 0) UCSR0B = (UCSR0B & ~_BV(UDRIE0)) | _BV(TXCIE0);
  /* If a byte was late, "all is sent" stands since then: it has to mean the last one. */
  UCSR0A = _BV(U2X0) | _BV(TXC0);
  UDR0 = *next_to_send++;
}

/* The last bit is on the line. */
ISR(USART_TX_vect) {
  UCSR0B &= ~_BV(TXCIE0);
  drive(false);
  is_sending = false;
}
