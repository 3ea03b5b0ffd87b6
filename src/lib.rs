//! backtrail: a terminal explorer for backlink indexes.
//!
//! # What happens, in one walk
//!
//! ```text
//! key ─► shell ─► app::input ─► Command ─► app::update(&mut State) ─► Vec<Effect> ─► shell::perform
//!                                                                                      │
//!    screen ◄─ view::draw(&State) ◄─ app::update ◄─ Action::Report ◄─ jobs ◄─ api ◄────┘
//!                                                                       └─► store (raw bytes, rows, journal)
//! server (axum) ◄── real HTTP on loopback ── api         server ─► index ─► rows computed from a link graph
//! ```
//!
//! `backtrail demo` is the server on a free loopback port plus the same program as for a live key, pointed there.
//!
//! # Rooms
//!
//! | room | what lives there | may name |
//! |---|---|---|
//! | [`model`] | words of the trade: target, columns, money, catalog, job; plain data and pure rules | – |
//! | [`config`] | settings, keymap, theme as values, with their built-in TOML; what a session remembers | model |
//! | [`wire`] | what goes over the wire, both directions, no I/O | model |
//! | [`columnar`] | Arrow schemas, Parquet parts, slices by row | model |
//! | [`api`] | clients of the services, in either form and with either credentials; a file fetched with resume | wire, model |
//! | [`store`] | what is at rest: journal (SQLite), datasets, rankings, exports | columnar, model |
//! | [`jobs`] | work that outlives a keystroke: buy, wait, fetch, read, settle; adopt, attach, be notified | api, store, wire, model |
//! | [`index`] | the embedded backlink index: a reproducible graph, flows computed on it | – |
//! | [`server`] | the embedded server: protocol, accounts, jobs, files, deliveries, faults | index, wire, model |
//! | [`app`] | the heart: state, commands, actions, effects, the pure update | config, model |
//! | [`view`] | state to screen; drawing only reads | app, config, model |
//! | [`shell`] | the only room that knows the terminal: loop, effects into tasks | view, app, config, jobs, store, api, model |
//! | [`cli`] | one file a subcommand | everything |
//!
//! The index is drawn anew from its seed at every start, in flat vectors of about 45 bytes a link: that takes less time
//! than reading it from a file would, so it has no form at rest.
//!
//! `tests/house.rs` holds every import against this table. `server` and `api` never name each other: they meet
//! only in `wire` and on the socket. `app` and `view` know no clock, no file, no task.
//!
//! # Three rules that shape everything
//!
//! - **Only the price sheet spends.** [`app::effect::Effect::LookUpPrice`] and
//!   [`app::effect::Effect::Submit`] come from one file; everything else works on what is held.
//! - **Nothing paid is lost or charged twice.** The journal is written before a request is sent, the raw answer
//!   before it is read, and a call that may have been charged is never repeated by itself.
//! - **The screen never waits.** Rows stay in the store; a list holds the slice around its cursor; every request
//!   of a list carries a [`model::rows::Generation`], and late answers are dropped. A charge never is.

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
