//! Work that outlives a keystroke.
