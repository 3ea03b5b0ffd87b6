//! Clients of the data services.
