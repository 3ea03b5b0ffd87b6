//! Drawn scripts of faults and kills: whatever happens, the service's own log and the program's agree in the end.
//!
//! `BACKTRAIL_SCRIPTS` is how many scripts are played (500), `BACKTRAIL_SEED` what they are drawn from (1).

mod referee;
mod script;
mod world;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use script::{Script, script};
use world::World;

/// How often a script that ends wrongly is tried in a simpler form.
const SIMPLER: u64 = 60;

/// Players that play at a time, each with a server of its own.
const PLAYERS: u64 = 4;

fn setting(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().unwrap())
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Plays scripts drawn from a seed until one ends wrongly.
async fn first_wrong(seed: u64, scripts: u64) -> Option<String> {
    let mut world = World::with(i64::try_from(scripts + SIMPLER).unwrap()).await;
    let mut runner = runner(seed);
    for _ in 0..scripts {
        let mut drawn = script().new_tree(&mut runner).unwrap();
        if let Some(mut wrong) = wrong(&mut world, &drawn.current()).await {
            for _ in 0..SIMPLER {
                if !drawn.simplify() {
                    break;
                }
                match self::wrong(&mut world, &drawn.current()).await {
                    Some(simpler) => wrong = simpler,
                    None if !drawn.complicate() => break,
                    None => {}
                }
            }
            return Some(wrong);
        }
    }
    None
}

/// What is wrong with how a script ends.
async fn wrong(world: &mut World, script: &Script) -> Option<String> {
    let played = world.play(script, |_| {}).await;
    let judged = referee::judge(&world.server, script, &played);
    judged.err().map(|why| format!("{script:?}\n{why}"))
}

#[test]
fn nothing_paid_is_lost_and_nothing_is_paid_twice() {
    let (seed, scripts) = (
        setting("BACKTRAIL_SEED", 1),
        setting("BACKTRAIL_SCRIPTS", 500),
    );
    let players: Vec<_> = (0..PLAYERS)
        .map(|player| {
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Runtime::new().unwrap();
                runtime.block_on(first_wrong(
                    seed * PLAYERS + player,
                    scripts.div_ceil(PLAYERS),
                ))
            })
        })
        .collect();
    let wrong: Vec<String> = players
        .into_iter()
        .filter_map(|player| player.join().unwrap())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
