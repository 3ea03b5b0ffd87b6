//! The heart as a whole: keys as text in; state and effects out. No terminal, no shell, no clock.

mod form;
mod lists;
mod money;
mod walk;
mod world;
