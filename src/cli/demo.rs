//! `demo`: the embedded server and the explorer over it, over real HTTP, in a data folder of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use super::args::DemoArgs;
use super::dataforseo;
use super::desk::Desk;
use super::explore::{self, Start};
use super::failure::Failure;
use super::logging::create_private;
use super::service;
use crate::app::effect::Next;
use crate::index::Datasource;
use crate::model::target::Target;
use crate::server::{Faults, Running, ServeError, ServeOptions, SystemClock, serve};

/// Runs the command.
pub async fn run(desk: &Desk, args: &DemoArgs) -> Result<Option<Next>, Failure> {
    explore::need_terminal()?;
    if let Some(target) = &args.target {
        Target::parse(target).map_err(|why| Failure::Usage(why.to_string()))?;
    }
    let desk = of_its_own(desk);
    let folder = desk.places.data.clone();
    create_private(&folder).map_err(|why| Failure::file("creating", &folder, &why))?;
    desk.talk.say("building the embedded index");
    let running = start(&folder, args).await?;
    let target = args.target.clone().or_else(|| largest(&running));
    let setup = Start {
        services: vec![
            service::embedded(&desk, &running.url())?,
            dataforseo::embedded(&running.url())?,
        ],
        form_target: target,
        auto_download: true,
        is_play: true,
        ..Start::default()
    };
    let outcome = explore::enter(&desk, setup).await;
    running.stop().await;
    outcome
}

/// Live data and play data never share a journal; the limits of the settings are for live money.
fn of_its_own(desk: &Desk) -> Desk {
    let mut desk = desk.clone();
    desk.places.data = desk.places.data.join("demo");
    desk.settings.limits = crate::model::money::Limits::default();
    desk
}

/// An account is known by its address: the demo comes back on the port it had, so that its jobs and
/// its budget go on. Where somebody else took the port, it moves and starts a fresh account.
async fn start(folder: &Path, args: &DemoArgs) -> Result<Running, Failure> {
    let remembered = folder.join("port");
    let before = std::fs::read_to_string(&remembered)
        .ok()
        .and_then(|text| text.trim().parse::<u16>().ok());
    let mut started = serve(options(folder, args, before.unwrap_or(0))).await;
    if before.is_some() && matches!(started, Err(ServeError::Listen { .. })) {
        started = serve(options(folder, args, 0)).await;
    }
    let running = started.map_err(|why| match why {
        ServeError::StateInUse(_) => Failure::Failed(
            "the demo is already open in another terminal; close it, or give this one a folder of its own with \
             --data-dir DIR"
                .to_owned(),
        ),
        other => Failure::Failed(other.to_string()),
    })?;
    if let Some((_, port)) = running.url().rsplit_once(':') {
        std::fs::write(&remembered, port)
            .map_err(|why| Failure::file("writing", &remembered, &why))?;
    }
    Ok(running)
}

fn options(folder: &Path, args: &DemoArgs, port: u16) -> ServeOptions {
    ServeOptions {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        links: args.links,
        seed: args.seed,
        state: Some(folder.join("server")),
        accounts: None,
        faults: Faults::default(),
        allow_delivery: Vec::new(),
        shape: crate::server::Shape::default(),
        clock: Arc::new(SystemClock),
    }
}

fn largest(running: &Running) -> Option<String> {
    let targets = running.index(Datasource::Historic).targets();
    targets.into_iter().next().map(|target| target.item)
}
