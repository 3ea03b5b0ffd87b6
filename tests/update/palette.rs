//! The line in which any command is typed.

use backtrail::app::command::{COMMANDS, Command, Context};
use backtrail::app::effect::Pane;
use backtrail::app::overlay::help::Page;
use backtrail::app::overlay::{Overlay, Palette};
use backtrail::app::state::Focus;
use backtrail::app::typed::{name_of, written};
use backtrail::app::{Action, Effect};
use backtrail::config::Theme;
use backtrail::model::export::Format;
use backtrail::model::money::LimitChange;
use backtrail::model::rows::{DatasetId, Field, Of, SortKey};

use crate::world::{World, job, setup};
use backtrail::model::job::JobState;

fn palette(world: &World) -> &Palette {
    match &world.state.overlay {
        Some(Overlay::Palette(palette)) => palette,
        other => panic!("no palette: {other:?}"),
    }
}

fn typed(world: &mut World, line: &str) {
    world.keys(":");
    world.type_text(line);
    world.keys("enter");
}

fn links() -> World {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.take();
    world
}

fn order(world: &World) -> Vec<(&'static str, bool)> {
    let list = &world.state.links.list;
    let name = |key: &SortKey| (list.table.columns[key.column].id, key.descending);
    list.order().iter().map(name).collect()
}

#[test]
fn every_command_is_found_by_its_title_and_runs_by_its_name() {
    let mut world = World::with_rows();
    for entry in COMMANDS.iter().filter(|e| e.command != Command::Palette) {
        world.keys("ctrl-p");
        world.act(Action::Paste(entry.title.to_owned()));
        let found = &palette(&world).found;
        assert!(found.contains(&entry.command), "{}", entry.id);
        let first = COMMANDS.iter().find(|e| e.command == found[0]).unwrap();
        let by_name = name_of(first.command) == entry.title;
        assert!(
            first.title == entry.title || by_name,
            "{}: {}",
            entry.id,
            first.id
        );
        world.keys("esc :");
        world.act(Action::Paste(written(entry.command)));
        assert_eq!(
            palette(&world).chosen(),
            Some(entry.command),
            "{}",
            entry.id
        );
        world.keys("esc");
        assert!(world.state.overlay.is_none());
    }
}

#[test]
fn letters_and_what_a_command_does_find_it_too() {
    let mut world = World::with_rows();
    for (text, wanted) in [
        ("srt asc", Command::SortAscending),
        ("ldgr", Command::Ledger),
        ("balances lapse", Command::Balance),
        ("next-pane", Command::NextPane),
        ("QUIT", Command::Quit),
    ] {
        world.keys(":");
        world.type_text(text);
        assert_eq!(palette(&world).chosen(), Some(wanted), "{text}");
        world.keys("esc");
    }
    world.keys(":");
    world.type_text("zqzqzq");
    assert!(palette(&world).found.is_empty());
    world.keys("enter");
    assert!(palette(&world).said.as_ref().unwrap().trouble);
    world.keys("backspace");
    assert!(palette(&world).said.is_none());
}

#[test]
fn a_list_is_sorted_by_what_is_typed() {
    let mut world = links();
    typed(&mut world, "sort tf asc");
    assert_eq!(order(&world), [("source_trust_flow", false)]);
    let wanted = order(&world);
    let asked = world.asked();
    assert_eq!(asked.order.len(), 1);
    world.serve();
    for line in [
        "sort tf asc",
        "sort SourceTrustFlow:asc",
        "sort source-trust-flow asc",
    ] {
        typed(&mut world, "delivered order");
        world.serve();
        assert_eq!(order(&world), []);
        typed(&mut world, line);
        world.serve();
        assert_eq!(order(&world), wanted, "{line}");
    }
    typed(&mut world, "sort tf desc, cf asc");
    assert_eq!(
        order(&world),
        [("source_trust_flow", true), ("source_citation_flow", false)]
    );
    let column = world.state.links.list.column;
    assert_eq!(
        world.state.links.list.table.columns[column].id,
        "source_trust_flow"
    );
    world.serve();
    typed(&mut world, "sort asc");
    assert_eq!(
        order(&world),
        [("source_trust_flow", false)],
        "the chosen column"
    );
}

/// The order of the list of domains, after what was typed.
fn order_of_domains(world: &World) -> Vec<(&'static str, bool)> {
    let list = &world.state.domains.list;
    let name = |key: &SortKey| (list.table.columns[key.column].id, key.descending);
    list.order().iter().map(name).collect()
}

#[test]
fn a_short_name_leads_to_the_column_that_is_meant_and_the_answer_names_it() {
    let mut world = World::with_rows();
    for (line, wanted, told) in [
        (
            "sort tf",
            ("best_source_trust_flow", true),
            "Best TF is taken",
        ),
        (
            "sort cf asc",
            ("best_source_citation_flow", false),
            "Best CF is taken",
        ),
        (
            "sort TrustFlow DESC",
            ("best_source_trust_flow", true),
            "no row fills TF",
        ),
        ("sort backlinks", ("links", true), "no row fills Backlinks"),
        ("sort ext-backlinks descending", ("links", true), "Links"),
    ] {
        typed(&mut world, "delivered order");
        world.serve();
        typed(&mut world, line);
        assert!(
            world.state.overlay.is_none(),
            "{line}: {:?}",
            world.state.overlay
        );
        assert_eq!(order_of_domains(&world), [wanted], "{line}");
        assert!(world.told().contains(told), "{line}: {}", world.told());
        world.serve();
    }
    let mut world = links();
    for (line, wanted) in [
        ("sort url", "source_url"),
        ("sort trust-flow", "source_trust_flow"),
        ("sort last", "source_crawl_date"),
        ("sort host", "source_domain"),
    ] {
        typed(&mut world, line);
        assert_eq!(order(&world)[0].0, wanted, "{line}");
        assert!(world.told().contains("here"), "{line}: {}", world.told());
        world.serve();
    }
    typed(&mut world, "sort anchor");
    assert_eq!(order(&world), [("anchor_text", false)]);
    assert_eq!(world.told(), "", "a name of the column's own needs no word");
}

#[test]
fn what_tab_offers_is_what_is_taken() {
    let mut world = World::with_rows();
    world.keys(":");
    world.type_text("sort tf");
    world.keys("tab");
    assert_eq!(palette(&world).line.value(), "sort best_source_trust_flow");
    for name in ["sort", "tally", "pictures"] {
        let mut world = World::with_rows();
        world.keys(":");
        world.type_text(&format!("{name} "));
        world.keys("tab");
        let choices = palette(&world).choices.as_ref().unwrap();
        let offered: Vec<String> = choices
            .offered
            .choices
            .iter()
            .map(|c| c.text.clone())
            .collect();
        assert!(offered.len() > 2, "{name}: {offered:?}");
        world.keys("esc esc");
        for choice in offered {
            typed(&mut world, &format!("{name} {choice}"));
            let refused = matches!(world.state.overlay, Some(Overlay::Palette(_)));
            assert!(
                !refused,
                "{name} {choice}: {}",
                palette(&world).said.as_ref().unwrap().text
            );
            world.state.overlay = None;
            world.serve();
        }
    }
}

#[test]
fn what_is_wrong_stays_in_the_line() {
    let mut world = links();
    world.take();
    for (line, wanted) in [
        ("sort anhcor", "did you mean anchor"),
        ("sort tf sideways", "there is no column `tf sideways`"),
        ("sort tf,cf,anchor,topic", "at most three columns"),
        ("sort rank", "no row of this list fills"),
        ("tally nonesuch", "nothing can be counted by `nonesuch`"),
        ("filter tf>=", ""),
        ("filter nonesuch>2", "at `nonesuch>2`: there is no column"),
        ("limit per_week usd=1", "there is no limit `per_week`"),
        ("export pdf", "`pdf` is no form of an export"),
        ("goto 0", "rows are counted from 1"),
        ("9999999", "this list has 5,000 rows"),
        ("goto x", "type a row's number"),
        ("theme", ":theme NAME"),
        ("open nonesuch", "is called `nonesuch`"),
        ("help nonesuch", "there is no page `nonesuch`"),
        ("quit now 5", ":quit now takes nothing"),
        (
            "look up",
            "is a key of its own place: Price sheet; $ opens it",
        ),
        ("copy value", "d in a list shows one"),
    ] {
        typed(&mut world, line);
        let said = palette(&world).said.as_ref().unwrap();
        assert!(
            said.trouble && said.text.contains(wanted),
            "{line}: {}",
            said.text
        );
        assert_eq!(palette(&world).line.value(), line);
        assert!(world.take().is_empty(), "{line}");
        world.keys("esc");
        assert!(world.state.overlay.is_none(), "{line}");
    }
}

#[test]
fn each_command_takes_what_is_typed_behind_it() {
    let mut world = links();
    typed(&mut world, "limit per_day usd=5");
    let change = LimitChange::read("per_day usd 5").unwrap();
    assert_eq!(world.take(), [Effect::SetLimit(change)]);
    typed(&mut world, "filter tf>=20 and not nofollow");
    assert_eq!(world.asked().filter, "tf>=20 and not nofollow");
    world.serve();
    world.take();
    typed(&mut world, "filter");
    assert!(
        world.state.filtering.is_some(),
        "the line opens where nothing is typed"
    );
    world.keys("esc");
    typed(&mut world, "tally tld");
    let Some(Effect::Tally { field, .. }) = world.take().pop() else {
        panic!("nothing is counted")
    };
    let tld = Field::named(world.state.links.list.table, "tld").unwrap();
    assert_eq!(field, tld);
    assert!(matches!(field.of, Of::Row | Of::Domain));
    world.keys("esc");
    assert_eq!(world.take(), [Effect::StopTally(Pane::Links)]);
    typed(&mut world, "find Garden shed");
    assert!(matches!(
        world.take().as_slice(),
        [Effect::Find { pane: Pane::Links, needle, .. }] if needle == "Garden shed"
    ));
    for (line, format, file) in [
        ("export jsonl", Format::Jsonl, "backtrail-d1-links.jsonl"),
        ("export html report.html", Format::Html, "report.html"),
        ("export my links.tsv", Format::Tsv, "my links.tsv"),
    ] {
        typed(&mut world, line);
        let Some(Effect::Export(order)) = world.take().pop() else {
            panic!("nothing is exported: {line}")
        };
        assert_eq!((order.pane, order.format), (Pane::Links, format));
        assert_eq!(order.file, file);
        world.state.export.at_work = None;
    }
}

#[test]
fn rows_pictures_themes_and_pages_are_gone_to_by_what_is_typed() {
    let mut world = links();
    for (line, place) in [("goto 1,200", 1_199), (":12", 11), ("100%", 4_999)] {
        world.state.links.list.cursor = 0;
        typed(&mut world, "no filter");
        world.serve();
        typed(&mut world, line);
        assert_eq!(world.state.links.list.cursor, place, "{line}");
    }
    world.serve();
    world.take();
    typed(&mut world, "pictures tf");
    assert!(matches!(&world.state.overlay, Some(Overlay::Pictures(_))));
    world.keys("esc");
    typed(&mut world, "pictures nonesuch");
    let said = &palette(&world).said.as_ref().unwrap().text;
    assert!(said.contains("no picture `nonesuch`"), "{said}");
    world.keys("esc");
    world.take();
    typed(&mut world, "theme light");
    assert_eq!(world.state.theme, Theme::builtin("light").unwrap());
    typed(&mut world, "theme my sepia");
    assert_eq!(world.take(), [Effect::ReadTheme("my sepia".to_owned())]);
    let before = world.state.theme.clone();
    world.act(Action::ThemeRead {
        name: "my sepia".to_owned(),
        outcome: Err("themes/my sepia.toml: theme, line 2: there is no role `x`".to_owned()),
    });
    assert_eq!(world.state.theme, before, "the present one stays");
    assert!(world.told().contains("line 2"), "{}", world.told());
    world.keys("j");
    let own = Theme::builtin("plain").unwrap();
    world.act(Action::ThemeRead {
        name: "my sepia".to_owned(),
        outcome: Ok(Box::new(own.clone())),
    });
    assert_eq!(world.state.theme, own);
    assert!(world.told().starts_with("theme my sepia, until you leave"));
    typed(&mut world, "help money");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Help {
            page: Page::Topic(_),
            ..
        })
    ));
    world.keys("esc");
    typed(&mut world, "help");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Help {
            page: Page::Keys,
            ..
        })
    ));
}

#[test]
fn datasets_of_the_jobs_are_opened_by_the_beginning_of_their_names() {
    let mut setup = setup(Some("example.com"));
    for (id, name) in [(1, "20261120-a"), (2, "20261121-b"), (3, "20261121-c")] {
        let mut done = job(id, JobState::Done);
        done.dataset = Some(DatasetId(name.into()));
        setup.jobs.push(done);
    }
    let mut world = World::new(setup);
    let opened = |name: &str| vec![Effect::OpenDataset(DatasetId(name.into()))];
    typed(&mut world, "open 20261120");
    assert_eq!(world.take(), opened("20261120-a"));
    typed(&mut world, "open latest");
    assert_eq!(world.take(), opened("20261121-c"));
    typed(&mut world, "open 20261121");
    assert!(
        palette(&world)
            .said
            .as_ref()
            .unwrap()
            .text
            .starts_with("2 datasets begin")
    );
    world.keys("ctrl-u");
    world.type_text("open 20261121-b");
    world.keys("enter");
    assert_eq!(world.take(), opened("20261121-b"));
}

#[test]
fn a_command_of_another_pane_takes_the_keys_there() {
    let mut world = World::with_rows();
    typed(&mut world, "account's downloads");
    assert_eq!(world.state.focus, Focus::Jobs);
    assert_eq!(world.take(), [Effect::ListDownloads]);
    world.keys("esc 1");
    typed(&mut world, "sort links");
    assert_eq!(world.state.focus, Focus::Domains);
    world.serve();
    let mut empty = World::new(setup(Some("example.com")));
    empty.keys("2");
    typed(&mut empty, "sort tf");
    let said = &palette(&empty).said.as_ref().unwrap().text;
    assert!(
        said.contains("no list is shown yet") && said.contains(":open"),
        "{said}"
    );
    assert_eq!(empty.state.focus, Focus::Jobs);
}

#[test]
fn nothing_typed_spends() {
    let mut world = World::with_rows();
    for entry in COMMANDS.iter().filter(|e| e.command != Command::Palette) {
        for line in [
            written(entry.command),
            format!("{} latest", written(entry.command)),
        ] {
            world.keys("ctrl-p");
            world.act(Action::Paste(line.clone()));
            world.keys("enter");
            for effect in world.take() {
                let spends = matches!(effect, Effect::Submit { .. } | Effect::LookUpPrice(_));
                assert!(!spends, "{line}: {effect:?}");
            }
            if entry.context == Context::Price {
                assert!(palette(&world).said.is_some(), "{line}");
            }
            world = World::with_rows();
        }
    }
}

#[test]
fn tab_completes_names_and_what_they_take() {
    let mut world = links();
    let line = |world: &World| palette(world).line.value().to_owned();
    world.keys(":");
    world.type_text("thm");
    world.keys("tab");
    assert_eq!(line(&world), "theme ");
    world.type_text("li");
    world.keys("tab");
    assert_eq!(line(&world), "theme light");
    world.state.themes.push("sepia".to_owned());
    world.keys("ctrl-u");
    world.type_text("theme se");
    world.keys("tab");
    assert_eq!(line(&world), "theme sepia", "one of a person's own");
    world.keys("ctrl-u");
    world.type_text("sort anchor_t");
    world.keys("tab");
    assert_eq!(line(&world), "sort anchor_text");
    world.type_text(" d");
    world.keys("tab");
    assert_eq!(line(&world), "sort anchor_text desc");
    world.type_text(", source_t");
    world.keys("tab tab");
    let choices = palette(&world).choices.as_ref().unwrap();
    assert!(choices.offered.choices.len() > 1);
    assert!(
        line(&world).starts_with("sort anchor_text desc, source_t"),
        "{}",
        line(&world)
    );
    let lacking = |text: &str| choices.offered.choices.iter().any(|c| c.text == text);
    assert!(!lacking("source_topic_9"));
    world.keys("esc");
    assert!(
        palette(&world).choices.is_none(),
        "the first esc puts the choices away"
    );
    world.keys("ctrl-u");
    world.type_text("filter anchor_te");
    world.keys("tab");
    assert_eq!(line(&world), "filter anchor_text");
    world.keys("ctrl-u");
    world.type_text("limit per_d");
    world.keys("tab");
    assert_eq!(line(&world), "limit per_day");
    world.keys("ctrl-u");
    world.type_text("open ");
    world.keys("tab tab");
    assert!(line(&world).starts_with("open latest") || line(&world) == "open d1");
}

#[test]
fn typed_lines_come_back() {
    let mut world = links();
    typed(&mut world, "sort tf desc");
    world.serve();
    typed(&mut world, "limit per_day usd=5");
    world.keys(":");
    world.type_text("so");
    world.keys("up");
    assert_eq!(palette(&world).line.value(), "limit per_day usd=5");
    world.keys("up up up");
    assert_eq!(palette(&world).line.value(), "sort tf desc");
    world.keys("down down");
    assert_eq!(palette(&world).line.value(), "so", "what was typed");
    world.keys("down up");
    assert_eq!(palette(&world).cursor, 0);
    world.keys("esc");
    typed(&mut world, "sort tf desc");
    assert_eq!(world.state.typed, ["limit per_day usd=5", "sort tf desc"]);
}

#[test]
fn a_paste_of_a_megabyte_is_cut_and_told() {
    let mut world = links();
    world.keys(":");
    world.act(Action::Paste(
        "\n\n".to_owned() + &"sort \u{1b}日本 ".repeat(60_000),
    ));
    assert_eq!(palette(&world).line.value().chars().count(), 2_000);
    assert!(palette(&world).said.as_ref().unwrap().text.contains("2000"));
    world.keys("x");
    assert_eq!(palette(&world).line.value().chars().count(), 2_000);
    world.keys("backspace x home a");
    assert_eq!(palette(&world).line.value().chars().count(), 2_000);
    world.keys("enter");
    assert!(palette(&world).said.as_ref().unwrap().trouble);
}

#[test]
fn the_line_opens_where_nothing_is_typed_and_nothing_is_asked() {
    let mut world = World::with_rows();
    for keys in [
        "1 esc :",
        "? :",
        "B :",
        "! :",
        "3 F :",
        "1 enter ctrl-p",
        "alt-2 :",
    ] {
        world.keys(keys);
        let open = matches!(world.state.overlay, Some(Overlay::Palette(_)));
        assert!(open, "{keys}: {:?}", world.state.overlay);
        world.keys("esc");
        assert!(world.state.overlay.is_none(), "{keys}");
    }
    world.keys("1 up down");
    world.type_text(":");
    assert!(world.state.overlay.is_none(), "an address has it");
    world.keys("alt-3 L");
    world.type_text(":");
    assert!(matches!(&world.state.overlay, Some(Overlay::Ledger(l)) if l.filter.value() == ":"));
}
