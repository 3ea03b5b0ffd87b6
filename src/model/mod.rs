//! Words of the trade: plain data and pure rules. No I/O, no async, no clock.
