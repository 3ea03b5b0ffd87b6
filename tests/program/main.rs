//! The real binary, headless, against its own `serve`: what it prints, how it exits, what it spends.

#[cfg(unix)]
mod asking;
mod bench;
mod imports;
mod lists;
mod refusals;
#[cfg(unix)]
mod restarts;
mod serving;
mod walk;
