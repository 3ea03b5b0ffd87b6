//! The only room that knows the terminal.
