//! Every leaf of an item is in its row.

use serde_json::{Value as Json, json};

use super::*;

/// Text of every leaf that says something.
fn leaves(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Null => {}
        Json::Object(object) => object.values().for_each(|v| leaves(v, found)),
        Json::Array(all) => all.iter().for_each(|v| leaves(v, found)),
        scalar => found.push(text_of(scalar)),
    }
    found.retain(|text| !text.is_empty());
}

/// Text of every leaf of a row, those within JSON too.
fn held(row: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for cell in row {
        found.push(cell.clone());
        if let Ok(within @ (Json::Object(_) | Json::Array(_))) = serde_json::from_str(cell) {
            leaves(&within, &mut found);
        }
    }
    found
}

fn grid(rows: &AnswerRows) -> &Grid {
    let main = rows.links.as_ref().or(rows.domains.as_ref());
    main.or(rows.items.as_ref()).unwrap()
}

fn nothing_is_dropped(function: &str, result: &Json) -> usize {
    let rows = take(function, result).unwrap();
    let grid = grid(&rows);
    let whole = &result[0];
    let items = match function {
        "summary" => vec![whole.clone()],
        _ => whole["items"].as_array().unwrap().clone(),
    };
    assert_eq!(grid.rows.len(), items.len());
    for (item, row) in items.iter().zip(&grid.rows) {
        assert_eq!(row.len(), grid.columns.len());
        let (mut wanted, held) = (Vec::new(), held(row));
        leaves(item, &mut wanted);
        for leaf in wanted {
            assert!(held.contains(&leaf), "{function}: {leaf} of {item}");
        }
    }
    items.len()
}

fn cell<'a>(grid: &'a Grid, row: usize, column: &str) -> &'a str {
    let at = grid.columns.iter().position(|c| c == column);
    at.map_or("", |at| &grid.rows[row][at])
}

#[test]
fn a_total_in_quotes_is_read_and_one_that_is_none_is_told() {
    let whole = |total: Json| serde_json::json!([{"total_count": total, "items": []}]);
    for (total, known, notes) in [
        (serde_json::json!(85), Some(85), 0),
        (serde_json::json!("85"), Some(85), 0),
        (Json::Null, None, 0),
        (serde_json::json!({"many": 1}), None, 1),
    ] {
        let rows = take("backlinks", &whole(total)).unwrap();
        assert_eq!((rows.known_links, rows.notes.len()), (known, notes));
        assert!(rows.notes.iter().all(|note| note.contains("is unknown")));
    }
}

#[test]
fn samples_are_taken_whole() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/dataforseo");
    if !folder.exists() {
        eprintln!(
            "SKIPPED: there are no samples of DataForSEO at {}",
            folder.display()
        );
        return;
    }
    let mut items = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let body: Json = serde_json::from_slice(&bytes).unwrap();
        for task in body["tasks"].as_array().into_iter().flatten() {
            let function = task["data"]["function"].as_str().unwrap_or_default();
            let known = ["backlinks", "domain_intersection", "summary"].contains(&function);
            if known && task["status_code"] == 20_000 {
                items += match task["result"].is_null() {
                    true => {
                        let rows = take(function, &task["result"]).unwrap();
                        assert!(grid(&rows).rows.is_empty());
                        0
                    }
                    false => nothing_is_dropped(function, &task["result"]),
                };
            }
        }
    }
    assert!(items >= 13, "{items}");
}

fn block() -> Json {
    json!({
        "rank": 343, "backlinks": 9, "first_seen": "2021-08-27 20:28:54 +00:00", "lost_date": null,
        "backlinks_spam_score": 3, "broken_backlinks": 11, "broken_pages": 12, "referring_domains": 13,
        "referring_domains_nofollow": 14, "referring_main_domains": 15, "referring_pages": 16,
        "referring_links_tld": {"co.uk": 17, "net": 18}, "referring_links_types": {"anchor": 19},
        "referring_links_attributes": null, "referring_links_countries": {"": 20, "WW": 21},
        "a_new_figure": 22, "a_new_object": {"deep": {"er": "x"}, "list": [1, {"y": 2}]}
    })
}

fn with(block: Json, more: Json) -> Json {
    let (Json::Object(mut all), Json::Object(more)) = (block, more) else {
        panic!("no objects")
    };
    all.extend(more);
    Json::Object(all)
}

#[test]
fn every_function_keeps_what_it_knows_and_what_it_does_not() {
    let domain = with(
        block(),
        json!({"type": "backlinks_referring_domain", "domain": "a.example"}),
    );
    let list = |item: Json| json!([{"target": "t.example", "total_count": 104, "items_count": 1, "items": [item]}]);
    let result = list(domain);
    assert_eq!(nothing_is_dropped("referring_domains", &result), 1);
    let rows = take("referring_domains", &result).unwrap();
    assert_eq!(rows.known_domains, Some(104));
    assert!(
        rows.globals
            .contains(&("target".into(), "t.example".into()))
    );
    let grid = rows.domains.unwrap();
    assert_eq!(
        cell(&grid, 0, "first_seen (time)"),
        "2021-08-27 20:28:54 +00:00"
    );
    assert_eq!(
        cell(&grid, 0, "referring_links_tld"),
        r#"{"co.uk":17,"net":18}"#
    );
    assert_eq!(cell(&grid, 0, "a_new_object.deep.er"), "x");
    assert!(
        !grid.columns.contains(&"lost_date".to_owned()),
        "null is as missing"
    );

    let anchor = with(block(), json!({"type": "backlinks_anchor", "anchor": null}));
    assert_eq!(nothing_is_dropped("anchors", &list(anchor.clone())), 1);
    let rows = take("anchors", &list(anchor)).unwrap();
    assert_eq!((rows.sheet, rows.known_rows), (Sheet::Anchors, Some(104)));
    assert_eq!(rows.items.unwrap().columns[0], "anchor");

    let info =
        json!({"server": "nginx", "cms": null, "platform_type": ["cms", "blogs"], "is_ip": false});
    let period = with(
        block(),
        json!({"date": "2020-08-01 00:00:00 +00:00", "new_backlinks": 5, "info": info}),
    );
    assert_eq!(nothing_is_dropped("history", &list(period.clone())), 1);
    let rows = take("history", &list(period)).unwrap();
    let grid = rows.items.unwrap();
    assert_eq!(cell(&grid, 0, "info.platform_type"), r#"["cms","blogs"]"#);
    assert_eq!(cell(&grid, 0, "info.is_ip"), "false");

    let summary = json!([with(
        block(),
        json!({"target": "t.example", "info": {"server": "x"}})
    )]);
    assert_eq!(nothing_is_dropped("summary", &summary), 1);
}

#[test]
fn both_shapes_of_an_intersection_are_one_row_a_domain() {
    let of = |rank: i64| {
        with(
            block(),
            json!({"type": "backlinks_domain_intersection", "target": "r.example", "rank": rank}),
        )
    };
    let plain = json!({"1": of(7), "2": of(8)});
    let wrapped = json!({"domain_intersection": {"1": of(7), "2": of(8), "3": null},
        "summary": {"intersections_count": 2}, "later": "z"});
    for item in [plain, wrapped] {
        let result = json!([{"targets": {"1": "a.example", "2": "b.example"}, "items": [item]}]);
        nothing_is_dropped("domain_intersection", &result);
        let rows = take("domain_intersection", &result).unwrap();
        let grid = rows.domains.unwrap();
        assert_eq!(cell(&grid, 0, "domain"), "r.example");
        assert_eq!(cell(&grid, 0, "N.rank"), r#"{"1":7,"2":8}"#);
        assert_eq!(
            cell(&grid, 0, "N.referring_links_types"),
            r#"{"1.anchor":19,"2.anchor":19}"#
        );
        assert_eq!(cell(&grid, 0, "2.first_seen"), "2021-08-27 20:28:54 +00:00");
        assert_eq!(cell(&grid, 0, "1.a_new_figure"), "22");
        assert_eq!(rows.notes, ["targets by number: 1 a.example, 2 b.example"]);
    }
}

#[test]
fn a_link_tells_of_its_domain_in_both_readings() {
    let link = |url: &str, rank: i64| {
        json!({"type": "backlink", "url_from": url, "url_to": "http://t.example/", "domain_from_rank": rank,
            "tld_from": "blogspot.com", "first_seen": "2019-01-21 18:17:01 +00:00", "attributes": ["nofollow"],
            "indirect_link_path": [{"type": "redirect", "status_code": 302, "url": "u", "took": 5}],
            "ranked_keywords_info": {"page_from_keywords_count_top_3": 26, "later": 1}})
    };
    let items = [
        link("https://www.shop.blogspot.com/a", 5),
        link("https://shop.blogspot.com/b", 6),
        link("no address", 7),
    ];
    let result = json!([{"total_count": 42_671_699, "items": items, "search_after_token": "x"}]);
    nothing_is_dropped("backlinks", &result);
    let rows = take("backlinks", &result).unwrap();
    assert_eq!(rows.known_links, Some(42_671_699));
    assert!(rows.by_main_domain);
    assert!(
        rows.globals
            .iter()
            .all(|(name, _)| name != "search_after_token")
    );
    let (links, domains) = (rows.links.unwrap(), rows.domains.unwrap());
    assert_eq!(cell(&links, 0, ICANN_DOMAIN), "blogspot.com");
    assert_eq!(
        cell(&links, 0, "first_seen (time)"),
        "2019-01-21 18:17:01 +00:00"
    );
    assert_eq!(cell(&links, 0, "indirect_link_path.0.took"), "5");
    assert_eq!(
        cell(&links, 0, "indirect_link_path"),
        r#"[{"type":"redirect","status_code":302,"url":"u"}]"#
    );
    assert_eq!(domains.rows.len(), 1);
    assert_eq!(cell(&domains, 0, "domain"), "shop.blogspot.com");
    assert_eq!(
        cell(&domains, 0, "domain_from_rank"),
        "5",
        "the first link's"
    );
}

#[test]
fn nothing_is_a_list_without_rows_and_something_else_is_a_fault() {
    let functions = [
        "backlinks",
        "referring_domains",
        "anchors",
        "history",
        "domain_intersection",
        "summary",
    ];
    for function in functions {
        for result in [
            json!(null),
            json!([]),
            json!([null]),
            json!([{}]),
            json!([{"items": null}]),
        ] {
            let rows = take(function, &result).unwrap();
            assert!(
                function == "summary" || grid(&rows).rows.is_empty(),
                "{function} {result}"
            );
        }
    }
    for result in [
        json!(5),
        json!([5]),
        json!([{"items": 5}]),
        json!([{"items": [5]}]),
        json!([{}, {}]),
    ] {
        assert!(take("anchors", &result).is_err(), "{result}");
    }
    assert!(take("bulk_ranks", &json!([{"items": []}])).is_err());
}

#[test]
fn what_a_column_cannot_hold_is_kept_as_it_arrived() {
    let link = json!({"type": "backlink", "url_from": "https://a.example/", "url_to": "http://t.example/",
        "rank": "n/a", "dofollow": "maybe", "first_seen": 7, "attributes": "nofollow", "is_lost": true});
    let result = json!([{"total_count": 1, "items": [link]}]);
    nothing_is_dropped("backlinks", &result);
    let links = take("backlinks", &result).unwrap().links.unwrap();
    assert_eq!(cell(&links, 0, "rank (unreadable as number)"), "\"n/a\"");
    assert_eq!(
        cell(&links, 0, "dofollow (unreadable as yes or no)"),
        "\"maybe\""
    );
    assert_eq!(
        cell(&links, 0, "attributes (unreadable as list of texts)"),
        "\"nofollow\""
    );
    assert_eq!(cell(&links, 0, "is_lost (unreadable as yes or no)"), "");
    let day = links
        .columns
        .iter()
        .any(|name| name.starts_with("first_seen (unreadable"));
    assert!(day, "{:?}", links.columns);
}
