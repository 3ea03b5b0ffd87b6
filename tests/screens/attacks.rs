//! The attack list on the screen, in titles and in what is copied.

use backtrail::app::input::Key;
use backtrail::app::{self, Action, Effect};
use backtrail::model::column::Value;

use crate::list::{attacks, is_heaped, steers};
use crate::scene::Scene;
use crate::text;

fn clean(shown: &str, of: &str) {
    let bad = shown.chars().find(|c| *c != '\n' && steers(*c));
    assert_eq!(bad, None, "{of}: {shown:?}");
    assert!(!is_heaped(shown), "{of}: {shown:?}");
}

fn press(scene: &mut Scene, key: &str) -> Vec<Effect> {
    app::update(&mut scene.state, Action::Key(Key::parse(key).unwrap()))
}

#[test]
fn no_attack_reaches_a_cell_a_title_or_the_clipboard() {
    for attack in attacks() {
        let mut scene = Scene::listed((120, 60), false);
        scene.keys("enter").serve().keys("enter").serve();
        let extra = serde_json::json!({ &attack.raw: &attack.raw }).to_string();
        let last = scene.state.detail.cells.len() - 1;
        for cell in &mut scene.state.detail.cells[..last] {
            *cell = Value::Text(attack.raw.clone());
        }
        scene.state.detail.cells[last] = Value::Text(extra);
        for key in ["g", "G"] {
            press(&mut scene, key);
            clean(&text(&scene.state), attack.name);
            let copied = press(&mut scene, "y");
            let [Effect::Copy(copied)] = copied.as_slice() else {
                panic!("{copied:?}");
            };
            let copied = copied.as_str();
            clean(copied, attack.name);
            let first = attack
                .raw
                .trim_start_matches(|c: char| !c.is_alphanumeric());
            let first: String = first.chars().take(1).collect();
            assert!(copied.contains(&first), "its text is there: {copied}");
        }
        press(&mut scene, "v");
        let marked = text(&scene.state);
        clean(&marked, attack.name);
        assert!(marked.contains(attack.named), "{}: {marked}", attack.name);
        press(&mut scene, "v");
        assert!(attack.named.is_empty() || !text(&scene.state).contains(attack.named));
    }
}
