//! What goes over the wire, both directions, no I/O.
