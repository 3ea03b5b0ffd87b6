//! backtrail: a terminal explorer for backlink indexes.

pub mod api;
pub mod app;
pub mod cli;
pub mod columnar;
pub mod config;
pub mod index;
pub mod jobs;
pub mod model;
pub mod server;
pub mod shell;
pub mod store;
pub mod view;
pub mod wire;
