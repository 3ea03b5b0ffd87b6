//! State to screen. Drawing only reads.
