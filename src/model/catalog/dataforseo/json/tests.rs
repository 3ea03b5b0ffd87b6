//! How parameters of JSON are typed, and what is wrong with them.

use super::*;

fn read(shape: Shape, text: &str) -> Result<String, String> {
    shape.read(text)
}

#[test]
fn short_forms_mean_the_json() {
    for (shape, text, json) in [
        (
            Shape::Sort(Rows::Links),
            "rank,desc; first_seen asc",
            r#"["rank,desc","first_seen,asc"]"#,
        ),
        (Shape::Sort(Rows::Numbered), "1.rank", r#"["1.rank,desc"]"#),
        (
            Shape::CustomMode,
            "domain_from:3",
            r#"{"field":"domain_from","value":3}"#,
        ),
        (Shape::Targets, "a.com, b.com", r#"["a.com","b.com"]"#),
        (
            Shape::Filters(Rows::Links),
            r#"["rank",">",80]"#,
            r#"["rank",">",80]"#,
        ),
        (
            Shape::Filters(Rows::Links),
            r#"[["is_new","=",true],"and",[["anchor","like","%x%"],"or",["rank","in",[1,2]]]]"#,
            r#"[["is_new","=",true],"and",[["anchor","like","%x%"],"or",["rank","in",[1,2]]]]"#,
        ),
    ] {
        assert_eq!(read(shape, text).as_deref(), Ok(json));
    }
}

#[test]
fn what_the_service_would_refuse_is_refused_here() {
    let nine = [r#"["rank",">",1]"#; 9].join(r#","and","#);
    for (shape, text, names) in [
        (
            Shape::Filters(Rows::Links),
            format!("[{nine}]"),
            "at most 8",
        ),
        (
            Shape::Filters(Rows::Links),
            r#"["rank",">"]"#.into(),
            "field, operator and value",
        ),
        (
            Shape::Filters(Rows::Links),
            r#"["rank","~",1]"#.into(),
            "no operator",
        ),
        (
            Shape::Filters(Rows::Links),
            r#"[["rank","=",1],"xor",["rank","=",1]]"#.into(),
            "xor",
        ),
        (
            Shape::Filters(Rows::Links),
            r#"[["rank","=",1],"and"]"#.into(),
            "ends with",
        ),
        (
            Shape::Filters(Rows::Links),
            r#"["rank","in",1]"#.into(),
            "cannot compare",
        ),
        (Shape::Filters(Rows::Links), "[".into(), "no JSON"),
        (
            Shape::Filters(Rows::Links),
            "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]".into(),
            "takes lists",
        ),
        (Shape::Sort(Rows::Links), "a;b;c;d".into(), "1 to 3"),
        (Shape::Sort(Rows::Links), "rank,down".into(), "rank,desc"),
        (Shape::CustomMode, "domain:3".into(), "domain_from"),
        (Shape::CustomMode, "anchor:1001".into(), "1 to 1000"),
        (Shape::CustomMode, "anchor".into(), "domain_from:3"),
        (Shape::Targets, "a b c d e f g h i j k".into(), "1 to 10"),
        (Shape::Targets, "http://".into(), "http://"),
    ] {
        let why = shape.read(&text).unwrap_err();
        assert!(why.contains(names), "{text}: {why}");
    }
}

#[test]
fn names_that_no_row_has_are_refused_with_what_is_near() {
    for (shape, text, names) in [
        (Shape::Sort(Rows::Links), "rnak", "did you mean rank"),
        (Shape::Sort(Rows::Links), "attributes", "which is a list"),
        (Shape::Sort(Rows::Numbered), "rank", "such as 1.rank"),
        (
            Shape::Filters(Rows::Domains),
            r#"["backlink",">",1]"#,
            "did you mean backlinks",
        ),
        (
            Shape::Filters(Rows::Anchors),
            r#"["referring_links_types",">",1]"#,
            "referring_links_types.NAME",
        ),
        (
            Shape::Filters(Rows::Numbered),
            r#"["21.rank",">",1]"#,
            "number of a target",
        ),
        (Shape::LinksFilters, "anchor!~x", "must be sent"),
    ] {
        let why = shape.read(text).unwrap_err();
        assert!(why.contains(names), "{text}: {why}");
    }
}
