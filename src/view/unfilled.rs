//! Why no row passes a filter that asks for what is not in the dataset at all.

use crate::app::list::List;
use crate::app::listing::is_unfilled;
use crate::app::state::State;
use crate::model::filter::tested;
use crate::model::meant;
use crate::model::rows::{Field, Of};

/// That columns which the list's filter tests are known of no row, and which others may have been meant. None while
/// more may come, and where every column is filled.
pub(super) fn said(state: &State, list: &List) -> Option<String> {
    let facts = state.facts(list.pane)?;
    if !facts.complete {
        return None;
    }
    let is_empty = |field: &Field| is_unfilled(state, list, *field);
    let tested = tested(list.table, list.shown_filter());
    let empty: Vec<Field> = tested.into_iter().filter(is_empty).collect();
    let whose = [(Of::Row, "them"), (Of::Domain, "their domains")];
    let mut said: Vec<String> = Vec::new();
    for (of, whose) in whose {
        let names = empty.iter().filter(|field| field.of == of);
        let names: Vec<String> = names.map(|field| field.name(list.table)).collect();
        let verb = if names.len() > 1 { "are" } else { "is" };
        if !names.is_empty() {
            let names = names.join(" and ");
            said.push(format!("{names} {verb} known of none of {whose}"));
        }
    }
    let instead: Vec<String> = empty
        .iter()
        .filter_map(|field| instead(state, list, *field))
        .collect();
    if !instead.is_empty() {
        said.push(format!("known here: {}", instead.join(", ")));
    }
    (!said.is_empty()).then(|| said.join("; ") + ".")
}

/// A filled column that holds the same of something else: `best_source_trust_flow` for `trust_flow`.
fn instead(state: &State, list: &List, field: Field) -> Option<String> {
    let table = match field.of {
        Of::Row => list.table,
        Of::Domain => &crate::model::domain::DOMAINS,
    };
    let id = field.column_in(list.table).id;
    let opposite = match id {
        "nofollow" => "dofollow",
        "dofollow" => "nofollow",
        _ => "",
    };
    let columns = meant::instead_of(table, field.column).into_iter();
    let columns = columns.chain(table.position(opposite));
    let mut fields = columns.map(|column| Field { column, ..field });
    let near = fields.find(|near| !is_unfilled(state, list, *near))?;
    if near.column_in(list.table).id == opposite {
        return Some(format!("{opposite}, the opposite"));
    }
    let name = near.name(list.table);
    Some(match near.of {
        Of::Row => format!("{name} ({})", list.title(near.column)),
        Of::Domain => name,
    })
}
