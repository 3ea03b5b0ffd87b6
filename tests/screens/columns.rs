//! Columns as an analyst chose them: on the sheet, scrolled, frozen, with wide text; marks, copies, rows by number.

use backtrail::app::Action;
use backtrail::app::copying::Written;
use backtrail::app::effect::Pane;
use insta::assert_snapshot;

use crate::scene::Scene;
use crate::text;

const TINY: (u16, u16) = (40, 12);
const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const LARGE: (u16, u16) = (200, 50);

/// The first column frozen, the second hidden, the cursor some columns to the right.
fn chosen(size: (u16, u16), hostile: bool) -> Scene {
    let mut scene = Scene::listed(size, hostile);
    scene.keys("f } H } } } }").serve();
    scene.state.notice = None;
    scene
}

#[test]
fn columns_that_are_scrolled() {
    assert_snapshot!("columns_scrolled_40", text(&chosen(TINY, false).state));
    assert_snapshot!("columns_scrolled_80", text(&chosen(SMALL, false).state));
    assert_snapshot!("columns_scrolled_120", text(&chosen(MIDDLE, false).state));
    let mut wide = chosen(TINY, true);
    assert_snapshot!("columns_scrolled_wide_text_40", text(&wide.state));
    wide.keys("W W W W").serve();
    wide.state.notice = None;
    assert_snapshot!("columns_narrow_wide_text_40", text(&wide.state));
}

#[test]
fn the_sheet_of_columns() {
    for (size, name) in [(SMALL, "80"), (MIDDLE, "120"), (LARGE, "200")] {
        let mut scene = chosen(size, false);
        scene.keys("c j j").serve();
        assert_snapshot!(format!("columns_sheet_{name}"), text(&scene.state));
    }
    let mut built_in = Scene::listed(SMALL, false);
    built_in.keys("c G");
    assert_snapshot!("columns_sheet_built_in_80", text(&built_in.state));
    let mut tiny = Scene::listed(TINY, false);
    tiny.keys("c /").type_text("last");
    assert_snapshot!("columns_sheet_40", text(&tiny.state));
}

/// Every line of a list stands in its columns, whatever the text: the frame's right edge is straight.
#[test]
fn no_column_drifts_whatever_is_chosen() {
    for width in (30..=130).chain([160, 200, 250]) {
        let mut scene = Scene::listed((width, 24), true);
        for keys in ["f } H", "} } }", "alt-h w w w", "} } W W", "G"] {
            scene.keys(keys).serve();
            // A long notice lies over the rows until the next key.
            scene.state.notice = None;
            let buffer = crate::drawn(&scene.state);
            let list = &scene.state.domains.list;
            let inner = scene.state.layout().inner(backtrail::app::Focus::Domains);
            let width_of_list = scene.state.list_width(Pane::Domains);
            for column in list.fit(width_of_list).columns {
                // Nothing runs over from one column into the gap before the next.
                let (end, y) = (inner.x + column.x + column.width, inner.y + 1);
                for y in y..inner.bottom() {
                    if end < inner.right() {
                        let gap = buffer[(end, y)].symbol();
                        assert!(gap.trim().is_empty(), "{width} {keys}: {gap:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn marks_ranges_and_rows_by_number() {
    for (size, name) in [(SMALL, "80"), (MIDDLE, "120"), (LARGE, "200")] {
        let mut scene = Scene::listed(size, false);
        scene.keys("space space j v j j").serve();
        assert_snapshot!(format!("marks_range_{name}"), text(&scene.state));
        let mut scene = Scene::listed(size, false);
        scene.keys("4").serve();
        scene.keys("space space & t f > 1 enter").serve();
        scene.act(Action::MarkedCounted {
            pane: Pane::Links,
            generation: scene.state.links.list.generation,
            here: 1,
        });
        assert_snapshot!(format!("marks_beside_{name}"), text(&scene.state));
    }
    let mut goto = Scene::listed(SMALL, false);
    goto.keys("# 9 9 9 9 9 enter");
    assert_snapshot!("goto_beyond_80", text(&goto.state));
    goto.keys("ctrl-u 5 0 %");
    goto.state.size = TINY;
    assert_snapshot!("goto_40", text(&goto.state));
}

#[test]
fn the_sheet_of_copies_and_an_address_in_full() {
    for (size, name) in [(SMALL, "80"), (MIDDLE, "120"), (LARGE, "200")] {
        let mut scene = Scene::listed(size, false);
        scene.keys("space space Y l l");
        let number = scene.state.copies;
        scene.act(Action::CopyWritten {
            number,
            written: Ok(Written {
                rows: 2,
                bytes: 312,
                first: "quietharbour.example,64,50,'=1+1,2014-03-02".into(),
                to_file: false,
            }),
        });
        assert_snapshot!(format!("copy_sheet_{name}"), text(&scene.state));
    }
    let mut scene = Scene::listed(SMALL, false);
    scene.keys("Y j");
    assert_snapshot!("copy_sheet_no_marks_80", text(&scene.state));
    let mut scene = Scene::listed(SMALL, false);
    scene.act(Action::Address {
        url: format!(
            "https://quietharbour.example/{}",
            "notes/日本語/".repeat(20)
        ),
        why: "no display to open a browser on; the address".into(),
    });
    assert_snapshot!("address_80", text(&scene.state));
}
