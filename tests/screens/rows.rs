//! Lists as analysts work in them: filtered, sorted, counted, searched, while rows arrive.

use backtrail::app::Action;
use backtrail::app::effect::Pane;
use backtrail::model::report::Report;
use backtrail::model::rows::DatasetId;
use insta::assert_snapshot;

use crate::given::facts;
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const LARGE: (u16, u16) = (200, 50);
const LOW: (u16, u16) = (60, 10);

fn all_links(size: (u16, u16)) -> Scene {
    let mut scene = Scene::listed(size, false);
    scene.keys("4").serve();
    scene
}

fn filtered(size: (u16, u16), text: &str) -> Scene {
    let mut scene = all_links(size);
    scene.keys("&").type_text(text).keys("enter").serve();
    scene
}

#[test]
fn filter_line() {
    let mut scene = all_links(SMALL);
    scene.keys("&").type_text("tf>=20 and ancor~casino");
    assert_snapshot!("filter_mistake_80", text(&scene.state));
    scene.state.size = LOW;
    assert_snapshot!("filter_mistake_60", text(&scene.state));
    let mut scene = all_links(MIDDLE);
    scene
        .keys("&")
        .type_text("first_seen>2024-01-01 and (anchor~\"online slots\" or topic");
    assert_snapshot!("filter_unfinished_120", text(&scene.state));
    let mut scene = all_links(SMALL);
    scene.keys("&").type_text("tf>=20 and sou").keys("tab");
    assert_snapshot!("filter_choices_80", text(&scene.state));
    scene.keys("tab tab");
    assert_snapshot!("filter_chosen_80", text(&scene.state));
    let mut scene = all_links(SMALL);
    scene.keys("&").type_text("tf>=20");
    assert_snapshot!("filter_typed_80", text(&scene.state));
    let mut scene = all_links(SMALL);
    let long = "ancor~casino and tf>=20 and not nofollow and first_seen>2024-01-01 and topic~arts";
    scene.keys("&").type_text(long);
    assert_snapshot!("filter_mistake_before_80", text(&scene.state));
    scene.keys("enter");
    assert_snapshot!("filter_mistake_reached_80", text(&scene.state));
}

/// What stands apart in the line of the keys.
fn offered(scene: &Scene) -> Vec<String> {
    let screen = text(&scene.state);
    let line = screen.lines().last().unwrap().trim();
    let parts = line.split("  ").map(str::trim);
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

#[test]
fn choices_never_run_into_what_the_chosen_one_is() {
    for width in 30..=200 {
        let mut scene = all_links((width, 24));
        scene.keys("& tab");
        for _ in 0..12 {
            scene.keys("tab");
            let line = scene.state.filtering.as_ref().unwrap();
            let choices = line.choices.as_ref().unwrap();
            let all = &choices.offered.choices;
            let chosen = &all[choices.chosen.unwrap()];
            let parts = offered(&scene);
            let begins = |whole: &str, part: &str| {
                let start = part.strip_suffix('…');
                whole == part || start.is_some_and(|start| whole.starts_with(start))
            };
            for part in &parts {
                let known = begins(chosen.about, part) || all.iter().any(|c| begins(&c.text, part));
                assert!(known, "{width}: {part:?} of {parts:?}");
            }
            let is_seen = |part: &String| part.len() > 3 && begins(&chosen.text, part);
            assert!(parts.iter().any(is_seen), "{width}: {parts:?}");
            if width >= 80 {
                let about = parts.last().unwrap();
                assert!(begins(chosen.about, about), "{width}: {parts:?}");
            }
        }
    }
}

#[test]
fn filtered_lists() {
    assert_snapshot!("filtered_80", text(&filtered(SMALL, "tf>=20").state));
    let long = "tf>=20 and (anchor~casino or anchor~\"online slots\") and not nofollow";
    assert_snapshot!("filtered_long_120", text(&filtered(MIDDLE, long).state));
    assert_snapshot!("filtered_long_200", text(&filtered(LARGE, long).state));
    assert_snapshot!("filtered_long_80", text(&filtered(SMALL, long).state));
    let mut domains = Scene::listed(SMALL, false);
    domains
        .keys("&")
        .type_text("best_tf>=20")
        .keys("enter")
        .serve();
    domains.keys("space");
    assert_snapshot!("filtered_domains_80", text(&domains.state));
    let mut links = Scene::listed(SMALL, false);
    links.keys("j j enter").serve();
    links.keys("&").type_text("tf>=20").keys("enter").serve();
    assert_snapshot!("filtered_domains_links_80", text(&links.state));
    assert_snapshot!(
        "filtered_none_80",
        text(&filtered(SMALL, "anchor=nobody").state)
    );
    assert_snapshot!(
        "filtered_none_120",
        text(&filtered(MIDDLE, "anchor=nobody").state)
    );
    let unfilled = |text: &str, links: bool| {
        let mut scene = Scene::listed(SMALL, false);
        if links {
            scene.keys("4").serve();
        }
        scene.keys("&").type_text(text).keys("enter").serve();
        scene
    };
    let nobody = unfilled("tf>=20 and country=fr and domain!=nobody", false);
    assert_snapshot!("filtered_unfilled_80", text(&nobody.state));
    let nobody = unfilled("domain.cf>=20 and anchor!=nobody", true);
    assert_snapshot!("filtered_unfilled_links_80", text(&nobody.state));
    let mut asked = filtered(SMALL, "tf>=20");
    asked.keys("&").type_text(" nofollow").keys("enter");
    assert_snapshot!("filtering_80", text(&asked.state));
    let mut refused = all_links(SMALL);
    refused
        .keys("&")
        .type_text("domain in @rivals.txt")
        .keys("enter");
    refused.act(Action::RankRefused {
        pane: Pane::Links,
        generation: refused.state.links.list.generation,
        why: "the filter: `rivals.txt` cannot be read: No such file or directory (at column 11)"
            .into(),
    });
    refused.serve();
    assert_snapshot!("filter_refused_80", text(&refused.state));
}

#[test]
fn first_pages() {
    let mut sorting = all_links(SMALL);
    sorting.keys("[").serve_first_page().keys("j j");
    assert_snapshot!("first_page_sorting_80", text(&sorting.state));
    let mut filtering = all_links(MIDDLE);
    filtering
        .keys("&")
        .type_text("tf>=20")
        .keys("enter")
        .serve_first_page();
    assert_snapshot!("first_page_filtering_120", text(&filtering.state));
}

#[test]
fn a_list_that_broke_off_names_the_key_that_ranks_it_anew() {
    let refuse = |scene: &mut Scene| {
        scene.act(Action::RankRefused {
            pane: Pane::Links,
            generation: scene.state.links.list.generation,
            why: "a part is damaged".into(),
        });
    };
    let mut first = all_links(SMALL);
    first.keys("[").serve_first_page();
    refuse(&mut first);
    let screen = text(&first.state);
    assert!(screen.contains("broken off, R ranks anew"), "{screen}");
    first.keys("F");
    let screen = text(&first.state);
    let said = "only the first page of this list is here; R ranks it anew";
    assert!(screen.contains(said), "{screen}");
    let mut whole = all_links(SMALL);
    whole.keys("R");
    refuse(&mut whole);
    let screen = text(&whole.state);
    assert!(screen.contains("· R tries again"), "{screen}");
}

#[test]
fn several_columns_decide() {
    let mut scene = Scene::listed(MIDDLE, false);
    scene.keys("} } ] } ( {").serve().keys("{ )").serve();
    assert_snapshot!("sorted_by_three_120", text(&scene.state));
    scene.state.size = SMALL;
    assert_snapshot!("sorted_by_three_80", text(&scene.state));
}

fn arriving(size: (u16, u16)) -> Scene {
    let mut facts = facts();
    facts.complete = false;
    let mut scene = Scene::showing(size, false, facts);
    scene.act(Action::Report(Report::Published {
        job: None,
        dataset: DatasetId("d1".into()),
        rows: 80_000,
        domains: 15_800,
        items: 0,
        complete: false,
    }));
    scene
}

#[test]
fn while_rows_arrive() {
    let mut scene = arriving(SMALL);
    assert_snapshot!("as_of_domains_80", text(&scene.state));
    scene.keys("4").serve();
    assert_snapshot!("as_of_links_80", text(&scene.state));
    scene.keys("&").type_text("tf>=20").keys("enter").serve();
    assert_snapshot!("as_of_filtered_80", text(&scene.state));
    scene.state.size = MIDDLE;
    assert_snapshot!("as_of_filtered_120", text(&scene.state));
    scene.keys("F").serve();
    assert_snapshot!("as_of_tally_120", text(&scene.state));
}

#[test]
fn tallies() {
    let anchors = |size| {
        let mut scene = all_links(size);
        scene.keys("} } F");
        scene
    };
    let mut scene = anchors(SMALL);
    assert_snapshot!("tally_counting_80", text(&scene.state));
    scene.serve().keys("j j");
    assert_snapshot!("tally_80", text(&scene.state));
    scene.keys("G");
    assert_snapshot!("tally_end_80", text(&scene.state));
    assert_snapshot!("tally_120", text(&anchors(MIDDLE).serve().state));
    let mut filtered = filtered(LARGE, "tf>=20 and not nofollow");
    filtered.keys("F").serve();
    assert_snapshot!("tally_filtered_200", text(&filtered.state));
    let mut copied = anchors(SMALL);
    copied.serve().keys("y");
    copied.act(Action::Notice("1 character sent to the clipboard".into()));
    assert_snapshot!("tally_copied_80", text(&copied.state));
    copied.state.size = MIDDLE;
    assert_eq!(text(&copied.state).matches("1 character sent").count(), 1);
    let mut helped = anchors(MIDDLE);
    helped.serve().keys("?");
    assert_snapshot!("tally_helped_120", text(&helped.state));
    let mut flags = Scene::listed(SMALL, false);
    flags.keys("} } F").serve();
    assert_snapshot!("tally_numbers_80", text(&flags.state));
    let mut low = anchors(LOW);
    low.serve();
    assert_snapshot!("tally_60", text(&low.state));
    let mut hostile = Scene::listed(SMALL, true);
    hostile.keys("F").serve();
    assert_snapshot!("tally_hostile_80", text(&hostile.state));
}

#[test]
fn what_filters_are_written_in() {
    let mut scene = all_links(SMALL);
    scene.keys("& f1");
    assert_snapshot!("grammar_80", text(&scene.state));
    scene.keys("pgdn");
    assert_snapshot!("grammar_columns_80", text(&scene.state));
    scene.state.size = LARGE;
    scene.keys("g");
    assert_snapshot!("grammar_200", text(&scene.state));
}

#[test]
fn searches() {
    let mut scene = Scene::listed(SMALL, false);
    scene.keys("/").type_text("quiet");
    let found = |scene: &mut Scene, position| {
        scene.act(Action::Found {
            pane: Pane::Domains,
            generation: scene.state.domains.list.generation,
            needle: "quiet".into(),
            position,
        });
        scene.serve();
    };
    found(&mut scene, Some(8));
    assert_snapshot!("find_hit_80", text(&scene.state));
    scene.keys("enter");
    assert_snapshot!("find_kept_80", text(&scene.state));
    let mut none = Scene::listed(SMALL, false);
    none.keys("/").type_text("quiet");
    found(&mut none, None);
    assert_snapshot!("find_none_80", text(&none.state));
}

#[test]
fn a_hit_that_cannot_be_seen_is_placed() {
    let cases = [
        ("on-harbours", 2, Some("found in Source URL")),
        ("computers", 6, Some("found in a column that is not shown")),
        ("click", 2, None),
    ];
    for (needle, position, said) in cases {
        let mut scene = all_links(SMALL);
        scene.keys("/").type_text(needle);
        scene.act(Action::Found {
            pane: Pane::Links,
            generation: scene.state.links.list.generation,
            needle: needle.into(),
            position: Some(position),
        });
        scene.serve();
        let last = |scene: &Scene| {
            let screen = text(&scene.state);
            let line = screen.lines().rev().nth(1).unwrap();
            line.to_owned()
        };
        let typed = last(&scene);
        assert!(typed.starts_with(&format!(" find {needle}")), "{typed}");
        assert_eq!(
            typed.split_once("found").map(|(_, text)| text),
            said.map(|s| &s[5..])
        );
        scene.keys("enter");
        let kept = last(&scene);
        let whole = said.map_or(String::new(), |s| format!(" {s}; d shows the row in full"));
        assert_eq!(kept, whole);
        scene.keys("j");
        assert_eq!(last(&scene), "", "the next row is no hit");
    }
}
