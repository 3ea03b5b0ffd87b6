//! Scripts for as long as one wishes, and whether anything piles up: memory, open files, tasks.

use std::time::{Duration, Instant};

use proptest::strategy::{Strategy, ValueTree};

use super::script::script;
use super::world::World;
use super::{referee, runner, setting};

/// Scripts before the first look, so that what is kept for ever is there.
const FIRST: u64 = 200;

/// Scripts between two looks.
const BETWEEN: u64 = 100;

/// What this process holds.
#[derive(Clone, Copy, Debug)]
struct Held {
    kib: u64,
    files: usize,
    tasks: usize,
}

fn held() -> Held {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line
        .and_then(|line| line.split_whitespace().nth(1))
        .unwrap();
    let metrics = tokio::runtime::Handle::current().metrics();
    Held {
        kib: kib.parse().unwrap(),
        files: std::fs::read_dir("/proc/self/fd").unwrap().count(),
        tasks: metrics.num_alive_tasks(),
    }
}

/// `BACKTRAIL_SOAK` is how many seconds it goes on (300).
#[tokio::test(flavor = "multi_thread")]
#[ignore = "as long as one wishes: cargo test --test faults soak -- --ignored --nocapture"]
async fn nothing_piles_up() {
    let end = Instant::now() + Duration::from_secs(setting("BACKTRAIL_SOAK", 300));
    let mut runner = runner(setting("BACKTRAIL_SEED", 1));
    let mut world = World::with(100_000).await;
    let (mut played, mut first, mut last) = (0, None, None);
    while Instant::now() < end || last.is_none() {
        let script = script().new_tree(&mut runner).unwrap().current();
        let end = world.play(&script, |_| {}).await;
        if let Err(why) = referee::judge(&world.server, &script, &end) {
            panic!("{script:?}\n{why}");
        }
        drop(end);
        played += 1;
        if played >= FIRST && played % BETWEEN == 0 {
            world.settle().await;
            last = first.is_some().then(held);
            first = first.or_else(|| Some(held()));
            println!("{played} scripts: {:?}", last.or(first).unwrap());
        }
    }
    let (first, last) = (first.unwrap(), last.unwrap());
    // A connection may be closing at either look; what leaks, leaks with every script.
    assert!(last.files <= first.files + 5, "{first:?}, then {last:?}");
    assert!(last.tasks <= first.tasks + 5, "{first:?}, then {last:?}");
    assert!(last.kib < first.kib * 3 / 2, "{first:?}, then {last:?}");
}
