//! Days and months against the links' own dates.

use super::*;

#[test]
fn days_and_periods_add_up_to_the_links_own_dates() {
    for place in places() {
        let (days, _) = counted(&place, Sheet::Days, &["date", "new_links", "lost_links"]);
        let links = links(&place.dataset);
        let came = by(&links, |link| {
            Some(link.cell("first_found_date").plain().into_owned())
        });
        let went = by(&links, |link| {
            let crawled = link.cell("source_crawl_date").plain().into_owned();
            link.is("deleted").then_some(crawled)
        });
        let day = |text: &str| parse_date(text).map_or(Value::Null, Value::Date);
        let all: BTreeSet<&String> = came.keys().chain(went.keys()).collect();
        let expected = all.into_iter().filter(|date| !date.is_empty()).map(|date| {
            let of =
                |groups: &BTreeMap<String, Vec<&Link>>| int(groups.get(date).map_or(0, Vec::len));
            line([day(date), of(&came), of(&went)].into_iter())
        });
        assert_eq!(days, expected.collect());

        let ids = [
            "date",
            "total_links",
            "ref_domains",
            "text_links",
            "image_links",
            "redirects",
            "frames",
            "nofollow_links",
            "mentions",
            "deleted_links",
            "alt_text_links",
        ];
        let (periods, notes) = counted(&place, Sheet::Periods, &ids);
        let mut first: BTreeMap<u32, String> = BTreeMap::new();
        for (date, group) in came.iter().filter(|(date, _)| !date.is_empty()) {
            for link in group {
                first.entry(link.domain).or_insert(date[..7].to_owned());
            }
        }
        let months = by(&links, |link| match link.cell("first_found_date") {
            Value::Date(day) => Some(date_text(*day)[..7].to_owned()),
            _ => None,
        });
        let special = ["image", "redirect", "frame", "mention"];
        let expected = months.iter().map(|(month, group)| {
            let texts = group
                .iter()
                .filter(|link| !special.iter().any(|id| link.is(id)));
            let begin = parse_date(&format!("{month}-01")).unwrap();
            let mut cells = vec![
                Value::Time(i64::from(begin) * 86_400),
                int(group.len()),
                int(first.values().filter(|of| *of == month).count()),
                int(texts.count()),
            ];
            let kinds = [
                "image", "redirect", "frame", "nofollow", "mention", "deleted", "alt_text",
            ];
            cells.extend(kinds.map(|id| set(group, id)));
            line(cells.into_iter())
        });
        assert_eq!(periods, expected.collect());
        let without = came.get("").map_or(0, Vec::len);
        assert_eq!(notes.len(), usize::from(without > 0), "{notes:?}");
    }
}
