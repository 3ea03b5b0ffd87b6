//! Each row leads to as many rows as it counts.

use super::*;

#[test]
fn every_row_leads_to_as_many_rows_as_it_counts() {
    places().for_each(|place| every_row_leads(&place));
}

pub(super) fn every_row_leads(place: &Place) {
    let counts = [
        (Sheet::Anchors, "total_links", "ref_domains"),
        (Sheet::Pages, "ext_back_links", "ref_domains"),
        (Sheet::Topics, "links_from_ref_domains", "ref_domains"),
        (Sheet::Profile, "value", "value"),
        (Sheet::Periods, "total_links", ""),
        (Sheet::Days, "", ""),
    ];
    {
        let manifest = place.dataset.manifest();
        let is_absent = |table: &Table, id: &str| manifest.lacks(table, id);
        for (sheet, of_links, of_domains) in counts {
            let id = compute(&place.store, &place.id, sheet, Haste::Awaited, &NO, &|_| {}).unwrap();
            let table = place.store.dataset(&id.unwrap()).unwrap();
            let rows = every(&table, &List::Sheet(sheet));
            for row in rows.iter().take(60) {
                let at = |id: &str| sheet.table().position(id);
                let cell = |id: &str| row.cells[at(id).unwrap()].clone();
                let (list, text, count) = match way(sheet, &cell, &is_absent, false).unwrap() {
                    Way::Links(text) => (ALL, text, of_links),
                    Way::Domains(text) => (List::Domains, text, of_domains),
                };
                let filter = filter(&list, &text).unwrap();
                let ranking = place
                    .dataset
                    .rank(&list, filter.as_ref(), &[], &NO)
                    .unwrap();
                match at(count) {
                    Some(at) => assert_eq!(row.cells[at], int(ranking.len() as usize), "{text}"),
                    // A link may have come and gone on one day.
                    None => assert!(!ranking.is_empty(), "{text}"),
                }
            }
        }
    }
}
