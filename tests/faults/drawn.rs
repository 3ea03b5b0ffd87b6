//! Drawn scripts of faults and kills: whatever happens, the service's own log and the program's agree in the end.
//!
//! `BACKTRAIL_SCRIPTS` is how many scripts are played (500), `BACKTRAIL_SEED` what they are drawn from (1).

mod doubles;
mod found;
mod referee;
mod script;
mod soak;
mod world;

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use script::{Script, script};
use world::World;

/// How many jobs ended how.
type Ends = BTreeMap<String, u64>;

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

/// Plays scripts drawn from a seed until one ends wrongly; else how many jobs ended how.
async fn first_wrong(seed: u64, scripts: u64) -> Result<Ends, String> {
    let mut world = World::with(i64::try_from(scripts + SIMPLER).unwrap()).await;
    let mut runner = runner(seed);
    let mut ends = Ends::new();
    for _ in 0..scripts {
        let mut drawn = script().new_tree(&mut runner).unwrap();
        let played = world.play(&drawn.current(), |_| {}).await;
        *ends.entry(format!("{:?}", played.job.state)).or_default() += 1;
        if let Err(why) = referee::judge(&world.server, &drawn.current(), &played) {
            let mut wrong = format!("{:?}\n{why}", drawn.current());
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
            return Err(wrong);
        }
    }
    Ok(ends)
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
    let mut all = Ends::new();
    for player in players {
        match player.join().unwrap() {
            Ok(ends) => ends
                .into_iter()
                .for_each(|(state, n)| *all.entry(state).or_default() += n),
            Err(wrong) => panic!("{wrong}"),
        }
    }
    println!("{all:?}");
    for state in ["Done", "Partial", "FailedAnswerLost"] {
        assert!(all.contains_key(state), "no script led to {state}: {all:?}");
    }
}
