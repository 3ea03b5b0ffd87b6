//! Scripts that ended wrongly once, of thousands that were drawn.

use super::script::{Kill, Kind, Round, Script};
use super::world::World;

fn round(faults: &[&str], kill: Kill) -> Round {
    Round {
        faults: faults.iter().map(|fault| (*fault).to_owned()).collect(),
        kill,
    }
}

/// The answer is cut, the program ends before the balance is heard, and the first balance after that is a page of HTML.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_cut_answer_cost_is_asked_for_until_the_balance_says() {
    let mut world = World::with(1).await;
    let script = Script {
        kind: Kind::Direct,
        target: 13,
        share: 68,
        rounds: vec![
            round(
                &["short=any/550@3"],
                Kill::AtCall {
                    nth: 4,
                    before: true,
                },
            ),
            round(
                &["page=any@1"],
                Kill::AtCall {
                    nth: 3,
                    before: false,
                },
            ),
        ],
    };
    assert_eq!(super::wrong(&mut world, &script).await, None);
}
