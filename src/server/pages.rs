//! The server's own pages: the front door, the page for what is not there, and the hooks for tests.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use crate::index::ItemKind;
use crate::server::accounts::{DEMO_KEY, DEMO_LOGIN, DEMO_PRIVATE_KEY, DEMO_TOKEN};
use crate::server::faults::Faults;
use crate::server::shared::Shared;

/// `GET /`: what can be asked about, the largest first, and how.
pub(super) fn front(shared: &Shared) -> Response {
    let targets: Vec<Value> = shared
        .historic
        .targets()
        .into_iter()
        .map(|target| {
            json!({
                "item": target.item,
                "kind": kind_name(target.kind),
                "links": target.links,
                "ref_domains": target.ref_domains,
            })
        })
        .collect();
    respond(&json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "datasource": "historic",
        "targets": targets,
        "paths": {
            "majestic_json": "/api/json",
            "majestic_xml": "/api/xml",
            "downloads": "/downloads/",
            "dataforseo": "/v3/",
        },
        "accounts": {
            "majestic": {
                "key": DEMO_KEY,
                "access_token": DEMO_TOKEN,
                "private_key": DEMO_PRIVATE_KEY,
            },
            "dataforseo": {
                "login": DEMO_LOGIN,
                "password": DEMO_LOGIN,
            },
        },
    }))
}

fn kind_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::RootDomain => "root_domain",
        ItemKind::SubDomain => "sub_domain",
        ItemKind::Url => "url",
    }
}

/// `GET /admin/charges`: every charge, oldest first.
pub(super) fn charges(shared: &Shared) -> Response {
    let board = shared.board();
    respond(&json!(board.ledger.charges()))
}

/// `GET /admin/tasks`: every task on the DataForSEO side, oldest first.
pub(super) fn tasks(shared: &Shared) -> Response {
    let purse = shared.purse();
    respond(&json!(purse.tasks()))
}

/// `GET /admin/gates`: every gate of a fault, who waits there.
pub(super) fn gates(shared: &Shared) -> Response {
    let gates = shared.faults.gates.list();
    let gate = |(name, waiting, open)| json!({"gate": name, "waiting": waiting, "open": open});
    respond(&gates.into_iter().map(gate).collect::<Vec<_>>().into())
}

/// `POST /admin/release?what=GATE`: opens gates for good.
pub(super) fn release(shared: &Shared, what: &str) -> Response {
    respond(&json!({"released": shared.faults.gates.release(what)}))
}

/// `POST /admin/faults?spec=FAULTS`: replaces all faults.
pub(super) fn set_faults(shared: &Shared, spec: &str) -> Response {
    match Faults::parse(spec) {
        Ok(faults) => {
            shared.faults.set(faults);
            gates(shared)
        }
        Err(why) => {
            let said = respond(&json!({"error": why.to_string()}));
            (StatusCode::BAD_REQUEST, said).into_response()
        }
    }
}

fn respond(value: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json;charset=UTF-8")];
    (kind, value.to_string()).into_response()
}

/// A page instead of an answer, as a captive network or a load balancer sends it.
pub(super) fn page() -> Response {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in to the network</h1></body></html>\n";
    Html(page).into_response()
}

/// The page for what is not there.
pub(super) fn not_found() -> Response {
    let page = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n";
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}
