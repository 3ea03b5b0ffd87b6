//! The lists' filter language at the service, by example: what is sent, what stays and why, what is refused.

use super::MOST_CONDITIONS;
use crate::model::catalog::dataforseo::{Rows, compile};
use crate::wire::dataforseo::fields::{self, Holds};

fn sent(rows: Rows, text: &str) -> String {
    let compiled = compile(rows, text).unwrap();
    assert_eq!(compiled.local, [], "{text}");
    compiled.sent.unwrap().to_string()
}

#[test]
fn what_the_service_can_do_is_sent() {
    for (text, json) in [
        ("rank>=80", r#"["rank",">=",80]"#),
        (
            "rank>80 and anchor~seo",
            r#"[["rank",">",80],"and",["anchor","ilike","%seo%"]]"#,
        ),
        (
            "rank>80 anchor~\"a and b\"",
            r#"[["rank",">",80],"and",["anchor","ilike","%a and b%"]]"#,
        ),
        (
            "rank>80 or anchor starts buy",
            r#"[["rank",">",80],"or",["anchor","ilike","buy%"]]"#,
        ),
        ("rank in (1,2)", r#"["rank","in",[1,2]]"#),
        ("rank!=3", r#"[["rank","<",3],"or",["rank",">",3]]"#),
        ("dofollow=yes", r#"["dofollow","=",true]"#),
        ("dofollow=no", r#"["dofollow","=",false]"#),
        (
            "domain_from_country in (DE, at)",
            r#"[["domain_from_country","ilike","at"],"or",["domain_from_country","ilike","de"]]"#,
        ),
        (
            "first_seen=2025-01-02",
            r#"[["first_seen",">","2025-01-01 23:59:59 +00:00"],"and",["first_seen","<","2025-01-03 00:00:00 +00:00"]]"#,
        ),
        (
            "prev_seen<2025-01-02T10:00",
            r#"["prev_seen","<","2025-01-02 10:00:00 +00:00"]"#,
        ),
        (
            "page_from_keywords_count_top_3>0",
            r#"["ranked_keywords_info.page_from_keywords_count_top_3",">",0]"#,
        ),
    ] {
        assert_eq!(sent(Rows::Links, text), json, "{text}");
    }
    for (rows, text, json) in [
        (Rows::Domains, "backlinks>3", r#"["backlinks",">",3]"#),
        (
            Rows::Domains,
            "referring_links_types.image>3",
            r#"["referring_links_types.image",">",3]"#,
        ),
        (
            Rows::Anchors,
            "referring_links_countries.de>3",
            r#"["referring_links_countries.DE",">",3]"#,
        ),
        (Rows::Numbered, "target_rank.2>80", r#"["2.rank",">",80]"#),
    ] {
        assert_eq!(sent(rows, text), json, "{text}");
    }
}

#[test]
fn what_it_cannot_do_stays_and_says_why() {
    let parts = |text: &str| {
        let compiled = compile(Rows::Links, text).unwrap();
        let sent = compiled
            .sent
            .map_or_else(String::new, |sent| sent.to_string());
        let local = compiled.local.into_iter().map(|(part, _)| part);
        (sent, local.collect::<Vec<_>>())
    };
    let text = "rank>80 and tld_from is null and anchor~\"a and ü\" not dofollow";
    let (sent, local) = parts(text);
    assert_eq!(sent, r#"["rank",">",80]"#);
    assert_eq!(
        local,
        ["tld_from is null", "anchor~\"a and ü\"", "not dofollow"]
    );
    assert_eq!(
        parts("rank>80 or tld_from is null").0,
        "",
        "one side of an or"
    );
    let (sent, local) = parts("(rank>80 and tld_from is null)");
    assert_eq!((sent.as_str(), local.len()), (r#"["rank",">",80]"#, 1));
    let (sent, local) = parts("anchor!~casino");
    assert_eq!(sent, r#"["anchor","not_ilike","%casino%"]"#);
    assert_eq!(local, ["anchor!~casino"], "where it is null, nobody knows");
    let nine = [0; 9].map(|_| "rank>1").join(" ");
    let (_, local) = parts(&nine);
    assert_eq!(local.len(), 9 - MOST_CONDITIONS);
    let sentences = compile(Rows::Links, text).unwrap().sentences();
    assert!(sentences[0].contains("`rank>80`") && sentences[0].contains("not paid for"));
    assert!(sentences.last().unwrap().contains("paid for and held"));
}

#[test]
fn what_no_answer_brings_is_refused_with_what_is_near() {
    for (rows, text, names) in [
        (Rows::Links, "rank>>80", "column 6"),
        (Rows::Links, "tf>=20", "source_trust_flow"),
        (Rows::Links, "nope=1", "no column `nope`"),
        (Rows::Domains, "first_seen>2024", "first_link_seen"),
        (Rows::Domains, "best_tf>20", "referring domains"),
        (Rows::Anchors, "domain_from_rank>1", "no column"),
        (Rows::Links, "domain in @x.txt", "in parentheses"),
    ] {
        let why = compile(rows, text).unwrap_err();
        assert!(why.contains(names), "{text}: {why}");
    }
}

#[test]
fn the_names_of_both_ends_are_the_same() {
    for (rows, function) in [
        (Rows::Links, "backlinks"),
        (Rows::Domains, "referring_domains"),
        (Rows::Anchors, "anchors"),
        (Rows::Numbered, "domain_intersection"),
    ] {
        let number = if rows == Rows::Numbered { "1." } else { "" };
        for (name, holds) in fields::fields(function).unwrap() {
            let path = match holds {
                Holds::Counts => format!("{number}{name}.x"),
                _ => format!("{number}{name}"),
            };
            let is_filter = holds != Holds::Shown;
            assert_eq!(
                rows.check_path(&path).is_ok(),
                is_filter,
                "{function} {path}"
            );
        }
        for (name, _) in rows.paths() {
            let known = fields::field_type(function, name).is_some();
            let of_map = fields::field_type(function, &format!("{name}.x")).is_some();
            assert!(known || of_map, "{function} {name}");
        }
    }
}
