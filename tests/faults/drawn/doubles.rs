//! Journals that are made wrong on purpose: the checks must see it, or they are none.

use backtrail::model::money::{Ceiling, Limits};
use backtrail::server::Faults;
use backtrail::store::Store;

use super::script::{Kill, Kind, OTHERS, Round, Script};
use super::world::World;
use super::{referee, wrong};

fn quiet(kind: Kind) -> Script {
    let round = Round {
        faults: Vec::new(),
        kill: Kill::Never,
    };
    Script {
        kind,
        target: 9,
        share: 100,
        rounds: vec![round],
    }
}

/// Makes the journal of a data folder do something by itself.
fn meddle(store: &Store, trigger: &str) {
    let journal = store.datasets_dir().with_file_name("journal.db");
    let connection = rusqlite::Connection::open(journal).unwrap();
    connection.execute_batch(trigger).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_drops_its_first_charge_is_found_out() {
    let drops = "CREATE TRIGGER drops BEFORE INSERT ON ledger
        WHEN (SELECT count(*) FROM jobs WHERE paid_analysis IS NOT NULL OR paid_usd IS NOT NULL) <= 1
            AND NEW.job IS NOT NULL
        BEGIN SELECT RAISE(IGNORE); END;";
    let mut world = World::with(8).await;
    for kind in [Kind::Bulk, Kind::Direct, Kind::Links, Kind::Domains] {
        assert_eq!(wrong(&mut world, &quiet(kind)).await, None);
        let played = world.play(&quiet(kind), |store| meddle(store, drops)).await;
        let judged = referee::judge(&world.server, &quiet(kind), &played);
        assert!(judged.unwrap_err().contains("the ledger has"), "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_answer_is_settled_to_the_unit() {
    let mut world = World::with(OTHERS.len() as i64).await;
    for (at, (entry, _)) in OTHERS.iter().enumerate() {
        let wrong = wrong(&mut world, &quiet(Kind::Other(at))).await;
        assert_eq!(wrong, None, "{}", entry.command);
    }
}

/// Two runs of the program order at the same time what only one of them may; whether both came through.
async fn both_pass(world: &mut World, trigger: &str) -> bool {
    let script = quiet(Kind::Domains);
    let limits = Limits {
        per_day: Ceiling {
            usd: Some(170_000),
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    world.server.set_faults(Faults::default());
    let (player, _folder) = world.player(&script);
    meddle(&player.store(), trigger);
    let (first, second) = (
        player.begin_with(limits).await,
        player.begin_with(limits).await,
    );
    // The price is known before anything is held up.
    let quotes = (
        first.runner.look_up_price(&player.query()).await.unwrap(),
        second.runner.look_up_price(&player.query()).await.unwrap(),
    );
    let gate = "hang=referring_domains:before";
    world.server.set_faults(Faults::parse(gate).unwrap());
    let price = quotes.0.price.ceiling().unwrap();
    assert!(
        price.usd > 170_000 / 2,
        "two of them are too many: {price:?}"
    );
    let order = |runner: backtrail::jobs::Runner, quote| async move {
        runner.submit(&quote, price, false, None).await.is_ok()
    };
    let passed = (
        order(first.runner.clone(), quotes.0).await,
        order(second.runner.clone(), quotes.1).await,
    );
    assert!(passed.0, "the first is within the limit");
    world.server.set_faults(Faults::default());
    passed.1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_that_others_cannot_see_is_found_out() {
    let blind = "CREATE TRIGGER blind AFTER INSERT ON jobs
        BEGIN UPDATE jobs SET granted_usd = 0 WHERE id = NEW.id; END;";
    let mut world = World::with(2).await;
    assert!(!both_pass(&mut world, "").await);
    assert!(both_pass(&mut world, blind).await);
}
