//! `serve`: the embedded server until somebody ends it.

use std::sync::Arc;

use super::args::ServeArgs;
use super::desk::Desk;
use super::failure::Failure;
use super::interrupts::Interrupts;
use super::output::announce;
use crate::server::{Faults, ServeOptions, SystemClock, serve};

/// Runs the command. Standard output gets exactly one line, when the server is ready.
pub async fn run(desk: &Desk, args: &ServeArgs) -> Result<(), Failure> {
    let faults = Faults::parse(args.fault.as_deref().unwrap_or_default())
        .map_err(|why| Failure::Usage(format!("--fault: {why}")))?;
    let options = ServeOptions {
        listen: args.listen,
        links: args.links,
        seed: args.seed,
        state: args.state.clone(),
        accounts: args.accounts.clone(),
        faults,
        shape: args.shape.unwrap_or_default(),
        allow_delivery: args.allow_delivery.clone(),
        clock: Arc::new(SystemClock),
    };
    let mut interrupts = Interrupts::new()
        .map_err(|why| Failure::Failed(format!("signals cannot be heard: {why}")))?;
    desk.talk.say("building the index");
    let running = tokio::select! {
        started = serve(options) => started.map_err(|why| Failure::Failed(why.to_string()))?,
        () = interrupts.next() => return Ok(()),
    };
    let announced = announce(&format!("listening on {}", running.url()));
    if announced.is_ok() {
        interrupts.next().await;
        desk.talk.say("stopping");
    }
    running.stop().await;
    announced
}
