//! Settings, keymap and theme as values, with their built-in TOML.
