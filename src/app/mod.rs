//! The heart: state, commands, actions, effects and the pure update.
