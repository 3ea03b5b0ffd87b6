//! ONE table of what a user can mean. Keymap, footer, help and the README's key table are made from it.

use super::{line_keys, typed};
use crate::config::Keymap;

/// Where a command means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// In every pane.
    Everywhere,
    /// In the query form.
    Form,
    /// In the job queue.
    Jobs,
    /// In the lists.
    List,
    /// In the pane of one row.
    Detail,
    /// On the price sheet.
    Price,
    /// On the list of the account's downloads.
    Downloads,
    /// On the sheet of a charge in doubt.
    Doubt,
    /// On the export sheet.
    Export,
    /// On the sheet of columns.
    Columns,
}

impl Context {
    /// Every context, in the order of help.
    pub const ALL: [Self; 10] = [
        Self::Everywhere,
        Self::Form,
        Self::Jobs,
        Self::List,
        Self::Detail,
        Self::Price,
        Self::Downloads,
        Self::Doubt,
        Self::Export,
        Self::Columns,
    ];

    /// Its name in the keys file.
    pub fn id(self) -> &'static str {
        match self {
            Self::Everywhere => crate::config::keymap::EVERYWHERE,
            Self::Form => "form",
            Self::Jobs => "jobs",
            Self::List => "list",
            Self::Detail => "detail",
            Self::Price => "price",
            Self::Downloads => "downloads",
            Self::Doubt => "doubt",
            Self::Export => "export",
            Self::Columns => "columns",
        }
    }

    /// Its heading in help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Form => "Query form",
            Self::Jobs => "Jobs",
            Self::List => "Lists: referring domains, items, backlinks",
            Self::Detail => "A row in full",
            Self::Price => "Price sheet",
            Self::Downloads => "Downloads in the account",
            Self::Doubt => "A charge in doubt",
            Self::Export => "Export sheet",
            Self::Columns => "Columns of a list",
        }
    }
}

/// What a user can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table below says what each one does")]
pub enum Command {
    Pictures,
    Sparks,
    Down,
    Up,
    Left,
    Right,
    Top,
    Bottom,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    Open,
    Back,
    NextPane,
    PreviousPane,
    PaneForm,
    PaneJobs,
    PaneDomains,
    PaneLinks,
    PaneDetail,
    Price,
    Balance,
    Help,
    Quit,
    QuitNow,
    Suspend,
    NextChoice,
    CancelJob,
    Reconcile,
    ColumnLeft,
    ColumnRight,
    SortDescending,
    SortAscending,
    SortAlsoDescending,
    SortAlsoAscending,
    Delivered,
    Filter,
    Unfilter,
    Tally,
    Find,
    FindNext,
    FindPrevious,
    Copy,
    Browse,
    Export,
    ExportAgain,
    Reread,
    InFull,
    Mark,
    MarkAll,
    FetchMetrics,
    CopyValue,
    BrowsePage,
    ShowMarks,
    LookUp,
    Instead,
    Attach,
    Downloads,
    DeleteRemote,
    MarkDownload,
    Extend,
    ExtendRows,
    Ledger,
    Limit,
    Doubt,
    AskAgain,
    AcceptCharge,
    DismissCharge,
    Tables,
    FromHeld,
    FromHeldInstead,
    Zoom,
    SplitLeft,
    SplitRight,
    SplitUp,
    SplitDown,
    SplitsBack,
    Notices,
    Mouse,
    NextExport,
    StopExport,
    Overview,
    Connect,
    Tour,
    Palette,
    Theme,
    Columns,
    HideColumn,
    FreezeColumn,
    WidenColumn,
    NarrowColumn,
    MoveColumnLeft,
    MoveColumnRight,
    MarkRange,
    TurnMarks,
    GoToRow,
    CopySheet,
    TurnColumn,
    ColumnDown,
    ColumnUp,
    FreezeHere,
    WidenHere,
    NarrowHere,
    AsBuiltIn,
    FindColumn,
}

/// One row of the table.
#[derive(Debug)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its name in the keys file.
    pub id: &'static str,
    /// Where it means something.
    pub context: Context,
    /// A word or two for the footer.
    pub title: &'static str,
    /// One sentence for help.
    pub help: &'static str,
    /// Place in the footer, the smallest first; 0 keeps it out.
    pub footer: u8,
}

const fn entry(
    command: Command,
    id: &'static str,
    context: Context,
    title: &'static str,
    help: &'static str,
    footer: u8,
) -> Entry {
    Entry {
        command,
        id,
        context,
        title,
        help,
        footer,
    }
}

use Command as C;
use Context as X;

/// Every command.
#[rustfmt::skip]
pub static COMMANDS: &[Entry] = &[
    entry(C::Down, "down", X::Everywhere, "down", "One row or field down.", 0),
    entry(C::Up, "up", X::Everywhere, "up", "One row or field up.", 0),
    entry(C::Left, "left", X::Everywhere, "left", "Previous choice in the form, previous column in a list.", 0),
    entry(C::Right, "right", X::Everywhere, "right", "Next choice in the form, next column in a list.", 0),
    entry(C::Top, "top", X::Everywhere, "top", "To the first row.", 0),
    entry(C::Bottom, "bottom", X::Everywhere, "bottom", "To the last row.", 0),
    entry(C::HalfDown, "half_down", X::Everywhere, "half down", "Half a page down.", 0),
    entry(C::HalfUp, "half_up", X::Everywhere, "half up", "Half a page up.", 0),
    entry(C::PageDown, "page_down", X::Everywhere, "page down", "A page down.", 0),
    entry(C::PageUp, "page_up", X::Everywhere, "page up", "A page up.", 0),
    entry(C::Open, "open", X::Everywhere, "open", "Go in: a job's rows, a domain's links, the links of an anchor text, page, topic, cell, day or month, a row in full; in the form the next field, after the last one the price sheet; on the price sheet spend.", 20),
    entry(C::Back, "back", X::Everywhere, "back", "Go out one level; the cursor comes back to where it was.", 21),
    entry(C::NextPane, "next_pane", X::Everywhere, "next pane", "To the next pane.", 40),
    entry(C::PreviousPane, "previous_pane", X::Everywhere, "previous pane", "To the previous pane.", 0),
    entry(C::PaneForm, "pane_form", X::Everywhere, "query", "To the query form; with alt also where digits or letters are typed, as with the other panes.", 0),
    entry(C::PaneJobs, "pane_jobs", X::Everywhere, "jobs", "To the jobs.", 0),
    entry(C::PaneDomains, "pane_domains", X::Everywhere, "domains", "To the referring domains, or the items of an overview.", 0),
    entry(C::PaneLinks, "pane_links", X::Everywhere, "links", "To the backlinks; pressed there, between the opened domain's links and all links.", 0),
    entry(C::PaneDetail, "pane_detail", X::Everywhere, "row", "To the row in full.", 0),
    entry(C::Price, "price", X::Everywhere, "price", "Open the price sheet for the query; the only way to spend.", 10),
    entry(C::Balance, "balance", X::Everywhere, "balance", "Show the balances and when they lapse, and ask for them again; free.", 0),
    entry(C::Ledger, "ledger", X::Everywhere, "ledger", "Show every charge with what it was expected to cost, and their sum; what is typed filters.", 0),
    entry(C::Limit, "limit", X::Everywhere, "limits", "Show the limits with what is used of each, and change one: per_day analysis=5000000.", 0),
    entry(C::Overview, "overview", X::Everywhere, "overview", "Show what is known here of a target: both providers' counts, what is held since when, what asking again would cost. Of the referring domain or item under the cursor, else of the shown dataset, the job or the form; sends nothing.", 41),
    entry(C::Connect, "connect", X::Everywhere, "connect", "The demo, a key of Majestic or DataForSEO, or a file: the first screen again. A key is tried with a free call before it is kept.", 0),
    entry(C::Tour, "tour", X::Everywhere, "tour", "Begin the tour of six steps again; it goes on by what you reach, and ends at any time.", 0),
    entry(C::Help, "help", X::Everywhere, "help", "Show or hide this help.", 50),
    entry(C::Quit, "quit", X::Everywhere, "quit", "Leave; asks first while a job is running.", 51),
    entry(C::QuitNow, "quit_now", X::Everywhere, "quit now", "Leave without asking, from anywhere. Running jobs go on at the next start.", 0),
    entry(C::Suspend, "suspend", X::Everywhere, "suspend", "Stop the program and go back to the shell, from anywhere; `fg` there goes on. Its jobs stand still meanwhile.", 0),
    entry(C::Zoom, "zoom", X::Everywhere, "zoom", "Let the focused pane take all the room, or show the others again.", 0),
    entry(C::SplitLeft, "split_left", X::Everywhere, "split left", "Move the line beside the focused pane to the left; it is remembered.", 0),
    entry(C::SplitRight, "split_right", X::Everywhere, "split right", "Move the line beside the focused pane to the right; it is remembered.", 0),
    entry(C::SplitUp, "split_up", X::Everywhere, "split up", "Move the line above or below the focused pane up; it is remembered.", 0),
    entry(C::SplitDown, "split_down", X::Everywhere, "split down", "Move the line above or below the focused pane down; it is remembered.", 0),
    entry(C::SplitsBack, "splits_back", X::Everywhere, "splits back", "Put the lines between the panes of this layout back where they were.", 0),
    entry(C::Notices, "notices", X::Everywhere, "notices", "Read again what was told, newest first.", 0),
    entry(C::Mouse, "mouse", X::Everywhere, "mouse", "Take the mouse for this session, or leave it to the terminal.", 0),
    entry(C::Palette, "palette", X::Everywhere, "any command", "Type any command, by its name or what it does, with what it takes: sort tf desc, limit per_day usd=5, goto 1200.", 24),
    entry(C::Theme, "theme", X::Everywhere, "theme", "Change the colours until you leave; `theme` in the settings keeps them.", 0),
    entry(C::NextChoice, "next_choice", X::Form, "choose", "Next choice of this option.", 11),
    entry(C::FromHeld, "from_held", X::Form, "from links held", "Count the answer from links of the target that are held, where there are such; spends nothing.", 12),
    entry(C::Instead, "instead", X::Form, "ask instead", "Switch from a deprecated question to the one that takes its place; the target stays.", 12),
    entry(C::Extend, "extend", X::Jobs, "extend", "Open the price sheet for the rows behind those that this job's dataset holds, of an answer bought page by page.", 11),
    entry(C::CancelJob, "cancel_job", X::Jobs, "cancel", "Stop this job after a question; what is held stays.", 12),
    entry(C::Reconcile, "reconcile", X::Jobs, "reconcile", "Ask the service's free calls what became of a job whose charge is unknown.", 13),
    entry(C::Doubt, "doubt", X::Jobs, "charge in doubt", "Show what is known of a job's charge that is in doubt, and settle it: ask again, accept, dismiss.", 11),
    entry(C::Attach, "attach", X::Jobs, "attach file", "Give a job the file that was delivered elsewhere, or that was lost.", 11),
    entry(C::Downloads, "downloads", X::Jobs, "account's downloads", "List the downloads in the account, made here or elsewhere, to take them over; free.", 22),
    entry(C::DeleteRemote, "delete_remote", X::Jobs, "delete at service", "Delete this job's download at the service after a question; free, what is held stays.", 23),
    entry(C::ColumnLeft, "column_left", X::List, "column left", "Choose the previous column.", 0),
    entry(C::ColumnRight, "column_right", X::List, "column", "Choose the next column; one that did not fit comes into view.", 14),
    entry(C::SortDescending, "sort_descending", X::List, "sort", "Sort by the chosen column, largest first.", 15),
    entry(C::SortAscending, "sort_ascending", X::List, "sort ↑", "Sort by the chosen column, smallest first.", 0),
    entry(C::SortAlsoDescending, "sort_also_descending", X::List, "sort also", "Sort equal rows by the chosen column too, largest first; one that is sorted by already is turned around.", 27),
    entry(C::SortAlsoAscending, "sort_also_ascending", X::List, "sort also ↑", "Sort equal rows by the chosen column too, smallest first.", 0),
    entry(C::Delivered, "delivered_order", X::List, "as delivered", "Leave the rows in the order in which they were delivered.", 0),
    entry(C::Filter, "filter", X::List, "filter", "Show only the rows that pass a filter, such as tf>=20 and not nofollow; an emptied line shows all.", 16),
    entry(C::Unfilter, "unfilter", X::List, "no filter", "Show all rows again.", 12),
    entry(C::Tally, "tally", X::List, "tally", "Count the values of the chosen column: rows, share, domains; there, other columns are chosen, and a value becomes the filter.", 17),
    entry(C::Tables, "tables", X::List, "tables", "List the tables that the links held give for nothing: anchor texts, pages, topics, link profile, new and lost by day, months.", 18),
    entry(C::Pictures, "pictures", X::List, "pictures", "Draw this list: flows, histograms, months, topics, countries, networks, histories; there, the arrows go from picture to picture and from mark to mark, and a mark becomes the filter.", 19),
    entry(C::Sparks, "sparks", X::List, "months", "Show beside each referring domain on screen when its links were first found, by month, or send that away.", 0),
    entry(C::Find, "find", X::List, "find", "Find text in any text column; the cursor goes there while it is typed.", 13),
    entry(C::FindNext, "find_next", X::List, "next hit", "Next hit, around the end.", 14),
    entry(C::FindPrevious, "find_previous", X::List, "previous hit", "Previous hit, around the start.", 0),
    entry(C::Copy, "copy", X::List, "copy", "Copy the cell of this row in the chosen column.", 52),
    entry(C::Browse, "browse", X::List, "browser", "Open this row's page in the browser.", 0),
    entry(C::Export, "export", X::List, "export", "Write the list to a file: choose form, rows, columns and name first; while one is written, see how far, and stop it.", 23),
    entry(C::ExportAgain, "export_again", X::List, "export again", "Write the list at once, as the last one was written.", 0),
    entry(C::Reread, "reread", X::List, "re-read", "Rank this list again from what is held; sends nothing.", 0),
    entry(C::ExtendRows, "extend_rows", X::List, "extend", "Open the price sheet for the rows behind those held here, of an answer bought page by page.", 11),
    entry(C::InFull, "in_full", X::List, "in full", "Show this row in full: every column under the provider's name.", 25),
    entry(C::Mark, "mark", X::List, "mark", "Mark this row, or take its mark away, and go down; ends a range.", 26),
    entry(C::MarkAll, "mark_all", X::List, "all", "Mark every row of this list; none if some are marked.", 0),
    entry(C::FetchMetrics, "fetch_metrics", X::List, "fetch metrics", "Open the price sheet for the metrics of the marked domains, or of all that have none yet.", 22),
    entry(C::Columns, "columns", X::List, "columns", "List every column: show, hide, move, freeze, resize, find them; what is chosen is kept.", 28),
    entry(C::HideColumn, "hide_column", X::List, "hide column", "Hide the chosen column; the list of columns shows it again.", 0),
    entry(C::FreezeColumn, "freeze_column", X::List, "freeze", "Keep the columns up to the chosen one in view while others scroll; again lets go of them.", 0),
    entry(C::WidenColumn, "widen_column", X::List, "wider", "Make the chosen column wider.", 0),
    entry(C::NarrowColumn, "narrow_column", X::List, "narrower", "Make the chosen column narrower.", 0),
    entry(C::MoveColumnLeft, "move_column_left", X::List, "move left", "Move the chosen column to the left.", 0),
    entry(C::MoveColumnRight, "move_column_right", X::List, "move right", "Move the chosen column to the right.", 0),
    entry(C::MarkRange, "mark_range", X::List, "range", "Begin a range of rows at the cursor; there again, its rows are marked. Back gives it up.", 0),
    entry(C::TurnMarks, "turn_marks", X::List, "turn marks", "Turn the marks of this list around: what is marked is not, what is not is.", 0),
    entry(C::GoToRow, "go_to_row", X::List, "go to row", "Go to the row with a number, or to a share of the list such as 50%.", 29),
    entry(C::CopySheet, "copy_sheet", X::List, "copy as", "Copy the cell, the row or the marked rows as text, TSV, CSV, JSON or a list of addresses.", 54),
    entry(C::CopyValue, "copy_value", X::Detail, "copy", "Copy the selected value.", 12),
    entry(C::BrowsePage, "browse_page", X::Detail, "browser", "Open the page that carries the link, the domain or the item in the browser.", 13),
    entry(C::ShowMarks, "show_marks", X::Detail, "hidden marks", "Name what is hidden in texts, such as ⟨RLO⟩ and ⟨ZWSP⟩, in its place; again hides it.", 14),
    entry(C::LookUp, "look_up", X::Price, "look up", "Ask the service for the price figures that are missing; spends one item-info unit a target.", 1),
    entry(C::FromHeldInstead, "from_held_instead", X::Price, "from links held", "Count the answer from links of the target that are held, instead of buying it.", 2),
    entry(C::AskAgain, "ask_again", X::Doubt, "reconcile", "Ask the service's free calls what became of it.", 1),
    entry(C::AcceptCharge, "accept_charge", X::Doubt, "accept as charged", "Take it for charged: one line of the ledger, the amount typed or what was expected.", 2),
    entry(C::DismissCharge, "dismiss_charge", X::Doubt, "dismiss", "Take it for not charged, after a question: what was held is free.", 3),
    entry(C::NextExport, "next_export", X::Export, "choose", "Next choice of this line; digits on the line of rows say how many.", 1),
    entry(C::StopExport, "stop_export", X::Export, "stop", "Stop what is being written; nothing of it is kept.", 2),
    entry(C::MarkDownload, "mark_download", X::Downloads, "mark", "Mark this download to take it over with others.", 1),
    entry(C::TurnColumn, "turn_column", X::Columns, "show/hide", "Show this column, or hide it.", 1),
    entry(C::ColumnDown, "column_down", X::Columns, "move down", "Move this column down, which is to the right in the list.", 2),
    entry(C::ColumnUp, "column_up", X::Columns, "move up", "Move this column up, which is to the left in the list.", 0),
    entry(C::FreezeHere, "freeze_here", X::Columns, "freeze", "Keep the columns up to this one in view while others scroll; again lets go of them.", 3),
    entry(C::WidenHere, "widen_here", X::Columns, "wider", "Make this column wider.", 4),
    entry(C::NarrowHere, "narrow_here", X::Columns, "narrower", "Make this column narrower.", 0),
    entry(C::AsBuiltIn, "as_built_in", X::Columns, "as built in", "Forget what was chosen: what fits is shown, the most telling first.", 5),
    entry(C::FindColumn, "find_column", X::Columns, "find", "Find a column by its title or the provider's name.", 6),
];

/// The row of a command.
pub fn entry_of(command: Command) -> Option<&'static Entry> {
    COMMANDS.iter().find(|entry| entry.command == command)
}

/// The command with this name in this context.
pub fn by_id(id: &str) -> Option<Command> {
    COMMANDS.iter().find(|e| e.id == id).map(|e| e.command)
}

/// The keys of a command, separated by blanks; empty if it has none.
pub fn keys_text(keymap: &Keymap, entry: &Entry) -> String {
    let keys = keymap.keys(entry.context.id(), entry.id);
    let names: Vec<_> = keys.iter().map(ToString::to_string).collect();
    names.join(" ")
}

/// The first key of a command as a word in a sentence; how it is typed, if it has none.
pub fn key_of(keymap: &Keymap, command: Command) -> String {
    entry_of(command)
        .and_then(|entry| keymap.keys(entry.context.id(), entry.id).first())
        .map_or_else(|| typed::written(command), ToString::to_string)
}

/// What the footer may offer in a context: command, first key and title, the most useful first.
pub fn footer(keymap: &Keymap, context: Context) -> Vec<(Command, String, &'static str)> {
    let mut entries: Vec<_> = COMMANDS
        .iter()
        .filter(|e| e.footer > 0 && (e.context == context || e.context == X::Everywhere))
        .filter(|e| !keymap.keys(e.context.id(), e.id).is_empty())
        .collect();
    entries.sort_by_key(|e| e.footer);
    let pair = |one, other| format!("{} {}", key_of(keymap, one), key_of(keymap, other));
    entries
        .into_iter()
        .map(|e| match e.command {
            // A pair shares a place.
            C::SortDescending => (e.command, pair(e.command, C::SortAscending), e.title),
            C::SortAlsoDescending => (e.command, pair(e.command, C::SortAlsoAscending), e.title),
            C::FindNext => (e.command, pair(e.command, C::FindPrevious), e.title),
            command => (command, key_of(keymap, command), e.title),
        })
        .collect()
}

/// The key table of the README: markdown rows `| keys | what it does |`, by context.
pub fn readme_table(keymap: &Keymap) -> String {
    let mut text = String::from("| Keys | What it does |\n| --- | --- |\n");
    for context in Context::ALL {
        text.push_str(&format!("| | **{}** |\n", context.title()));
        for entry in COMMANDS.iter().filter(|e| e.context == context) {
            let keys = keymap.keys(context.id(), entry.id);
            let mut keys: Vec<_> = keys
                .iter()
                .map(|key| format!("`{key}`").replace('|', "\\|"))
                .collect();
            if keys.is_empty() {
                keys.push(format!("`{}`", typed::written(entry.command)));
            }
            text.push_str(&format!("| {} | {} |\n", keys.join(" "), entry.help));
        }
    }
    text.push_str(&format!("| | **{}** |\n", line_keys::TITLE));
    for (keys, help) in line_keys::FIXED {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        text.push_str(&format!("| {} | {help} |\n", keys.join(" ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_file_and_table_name_the_same_commands() {
        let keymap = Keymap::builtin().unwrap();
        let named: Vec<_> = keymap.commands().collect();
        assert_eq!(named.len(), COMMANDS.len());
        for entry in COMMANDS {
            assert!(
                named.contains(&(entry.context.id(), entry.id)),
                "{}",
                entry.id
            );
            assert_eq!(by_id(entry.id), Some(entry.command));
        }
    }

    #[test]
    fn the_readme_table_has_a_row_for_every_command() {
        let keymap = Keymap::builtin().unwrap();
        let table = readme_table(&keymap);
        assert_eq!(
            table.lines().count(),
            2 + Context::ALL.len() + COMMANDS.len() + 1 + line_keys::FIXED.len()
        );
        assert!(table.contains("| `j` `down` | One row or field down. |"));
    }
}
