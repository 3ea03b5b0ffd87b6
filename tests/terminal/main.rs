//! The real binary in a pseudo-terminal: first run, the whole walk, sizes, and every way out.

mod leaving;
mod screen;
mod walk;
