//! The forms in which rows are written, as data: names, endings, help and the README's table come from here.

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Aligned columns for the eye; safe for a terminal.
    Table,
    /// Comma separated; text that a spreadsheet would calculate is defused.
    Csv,
    /// The same as spreadsheets like it best.
    CsvExcel,
    /// The same as it came: nothing is defused.
    CsvData,
    /// Separated by tabs.
    Tsv,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array of objects.
    Json,
    /// One Parquet file; several values of a cell stay lists, maps and structs.
    Parquet,
    /// A Markdown table under its measure.
    Markdown,
    /// A report in one HTML file.
    Html,
}

/// Rows of a report where nothing else is said.
pub const REPORT_ROWS: u64 = 1_000;

/// Rows that a report holds at the most: a browser lays out every one of them.
pub const MOST_REPORT_ROWS: u64 = 20_000;

/// Letters of a text in forms for the eye; what is longer is cut, and that is said.
pub const MOST_LETTERS: usize = 2_000;

/// Rows of a sheet in a spreadsheet, its head among them.
pub const SPREADSHEET_ROWS: u64 = 1_048_576;

impl Format {
    /// All, in the order of help.
    pub const ALL: [Self; 10] = [
        Self::Table,
        Self::Csv,
        Self::CsvExcel,
        Self::CsvData,
        Self::Tsv,
        Self::Jsonl,
        Self::Json,
        Self::Parquet,
        Self::Markdown,
        Self::Html,
    ];

    /// Those that the export sheet offers, in its order.
    pub const OFFERED: [Self; 8] = [
        Self::CsvExcel,
        Self::CsvData,
        Self::Tsv,
        Self::Jsonl,
        Self::Json,
        Self::Parquet,
        Self::Markdown,
        Self::Html,
    ];

    /// Its name where it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::CsvExcel => "csv-excel",
            Self::CsvData => "csv-data",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Parquet => "parquet",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// What the names of its files end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Csv | Self::CsvExcel | Self::CsvData => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Parquet => "parquet",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    /// What it is called on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::Csv => "CSV",
            Self::CsvExcel => "CSV for spreadsheets",
            Self::CsvData => "CSV for programs",
            Self::Tsv => "TSV",
            Self::Jsonl => "JSON lines",
            Self::Json => "JSON",
            Self::Parquet => "Parquet",
            Self::Markdown => "Markdown table",
            Self::Html => "HTML report",
        }
    }

    /// For whom it is, in a line.
    pub fn help(self) -> &'static str {
        match self {
            Self::Table => "Columns for the eye",
            Self::Csv => "Comma-separated, with a header row; formulas are defused",
            Self::CsvExcel => "The same for spreadsheets: UTF-8 mark, CRLF, moments they read",
            Self::CsvData => "The same for programs: nothing is changed, formulas neither",
            Self::Tsv => "Tab-separated; tab, line end and backslash are written \\t \\n \\r \\\\",
            Self::Jsonl => "One JSON object a line",
            Self::Json => "One JSON array",
            Self::Parquet => "One Parquet file, lists and maps kept; for a file or a pipe",
            Self::Markdown => "A Markdown table under source and measure",
            Self::Html => "A report in one file, with pictures; for a browser and for print",
        }
    }

    /// What it makes of the cells, in sentences.
    pub fn about(self) -> &'static str {
        match self {
            Self::Table => {
                "On a terminal the columns that fit, the others are named; else whole. For the eye, not for programs."
            }
            Self::Csv => {
                "LF; a text that a spreadsheet would calculate stands behind an apostrophe."
            }
            Self::CsvExcel => {
                "UTF-8 with its mark, CRLF, formulas defused, days as 2026-11-20 and moments as 2026-11-20 16:46:16 (UTC). \
                 Where commas separate decimals, import it as comma separated; a sheet shows 1,048,576 rows and 32,767 letters \
                 a cell, and may take a text such as 1-2 for a day."
            }
            Self::CsvData => {
                "RFC 4180 with LF and every name of the head in quotes; cells are what came. Opened in a spreadsheet, a text \
                 that a stranger wrote can be calculated as a formula."
            }
            Self::Tsv => {
                "LF; a tab in a cell is written \\t, a line end \\n or \\r, a backslash \\\\, so that a line is a row and a \
                 tab a column. Nothing is defused."
            }
            Self::Jsonl | Self::Json => "Numbers, lists and maps keep their kind; unknown is null.",
            Self::Parquet => "Every column has its type; any engine reads it.",
            Self::Markdown => {
                "Numbers as on screen; what would be markup is escaped, marks that do not show are named, texts beyond 2,000 \
                 letters are cut."
            }
            Self::Html => {
                "No script and nothing from elsewhere; the first 1,000 rows, or as many as are asked for, up to 20,000. Addresses are text, \
                 marks that do not show are named, texts beyond 2,000 letters are cut."
            }
        }
    }

    /// The form with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|format| format.name().eq_ignore_ascii_case(name));
        found.or_else(|| Self::of_ending(name))
    }

    /// The form that a file whose name ends so is expected to be in.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let mut all = Self::ALL
            .into_iter()
            .filter(|format| *format != Self::Table);
        all.find(|format| format.ending().eq_ignore_ascii_case(ending))
    }

    /// How many rows are written where so many are wanted, all if none is said.
    pub fn bound(self, wanted: Option<u64>) -> Option<u64> {
        match self {
            Self::Html => Some(wanted.unwrap_or(REPORT_ROWS).min(MOST_REPORT_ROWS)),
            _ => wanted,
        }
    }

    /// Whether a person reads it as it is.
    pub fn is_for_the_eye(self) -> bool {
        matches!(self, Self::Table | Self::Markdown | Self::Html)
    }
}

/// The README's table of forms.
pub fn readme_table() -> String {
    let mut text = String::from(
        "| `--format` | Ends with | What it is | Cells |\n| --- | --- | --- | --- |\n",
    );
    for format in Format::ALL {
        let ending = match format {
            Format::Table | Format::CsvExcel | Format::CsvData => String::new(),
            other => format!("`.{}`", other.ending()),
        };
        text.push_str(&format!(
            "| `{}` | {ending} | {} | {} |\n",
            format.name(),
            format.help().replace('\\', "\\\\"),
            format.about().replace('\\', "\\\\")
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_lead_to_their_forms() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
        assert_eq!(Format::from_name("md"), Some(Format::Markdown));
        assert_eq!(Format::of_ending("CSV"), Some(Format::Csv));
        assert_eq!(Format::of_ending("txt"), None);
        assert_eq!(Format::of_ending("csv-excel"), None);
    }

    #[test]
    fn only_a_report_is_bounded() {
        assert_eq!(Format::Csv.bound(None), None);
        assert_eq!(Format::Html.bound(None), Some(REPORT_ROWS));
        assert_eq!(Format::Html.bound(Some(1_000_000)), Some(MOST_REPORT_ROWS));
        assert_eq!(Format::Html.bound(Some(5)), Some(5));
    }
}
