//! The embedded backlink index: a reproducible link graph and what is computed on it.
