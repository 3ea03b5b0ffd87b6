//! The embedded server: a data service's protocol over the embedded index.
