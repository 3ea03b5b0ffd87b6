//! What a piece of the screen is, for the theme to colour.

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text. A ground that a theme gives it is the ground of the whole screen.
    Text,
    /// What matters less.
    Dim,
    /// Title of a pane.
    Title,
    /// Title of the pane with the focus.
    TitleFocused,
    /// Frame of a pane.
    Border,
    /// Frame of the pane with the focus.
    BorderFocused,
    /// Head of a column.
    Header,
    /// Head of the chosen column.
    HeaderCurrent,
    /// The row under the cursor.
    Cursor,
    /// The row under the cursor of a pane without the focus.
    CursorUnfocused,
    /// A text field.
    Input,
    /// All is well.
    Good,
    /// Look here.
    Warn,
    /// Something failed.
    Bad,
    /// Name of a key.
    Key,
    /// A row that is marked.
    Mark,
    /// A range of rows that is being chosen.
    Selection,
    /// Columns that stay where they are while others scroll.
    Frozen,
    /// The way that led to what is shown.
    Crumb,
    /// What moves while something is worked on.
    Spinner,
    /// What just happened.
    Notice,
    /// The first series of a picture.
    Chart1,
    /// The second series of a picture.
    Chart2,
    /// The third series of a picture.
    Chart3,
    /// The fourth series of a picture.
    Chart4,
    /// The fifth series of a picture.
    Chart5,
    /// The sixth series of a picture.
    Chart6,
    /// The letters of a hit that were typed.
    Match,
}

impl Role {
    /// Every role, in order.
    pub const ALL: [Self; 28] = [
        Self::Text,
        Self::Dim,
        Self::Title,
        Self::TitleFocused,
        Self::Border,
        Self::BorderFocused,
        Self::Header,
        Self::HeaderCurrent,
        Self::Cursor,
        Self::CursorUnfocused,
        Self::Input,
        Self::Good,
        Self::Warn,
        Self::Bad,
        Self::Key,
        Self::Mark,
        Self::Selection,
        Self::Frozen,
        Self::Crumb,
        Self::Spinner,
        Self::Notice,
        Self::Chart1,
        Self::Chart2,
        Self::Chart3,
        Self::Chart4,
        Self::Chart5,
        Self::Chart6,
        Self::Match,
    ];

    /// The series of a picture, in their order.
    pub const CHART: [Self; 6] = [
        Self::Chart1,
        Self::Chart2,
        Self::Chart3,
        Self::Chart4,
        Self::Chart5,
        Self::Chart6,
    ];

    /// Its name in a theme file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Dim => "dim",
            Self::Title => "title",
            Self::TitleFocused => "title_focused",
            Self::Border => "border",
            Self::BorderFocused => "border_focused",
            Self::Header => "header",
            Self::HeaderCurrent => "header_current",
            Self::Cursor => "cursor",
            Self::CursorUnfocused => "cursor_unfocused",
            Self::Input => "input",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Key => "key",
            Self::Mark => "mark",
            Self::Selection => "selection",
            Self::Frozen => "frozen",
            Self::Crumb => "crumb",
            Self::Spinner => "spinner",
            Self::Notice => "notice",
            Self::Chart1 => "chart_1",
            Self::Chart2 => "chart_2",
            Self::Chart3 => "chart_3",
            Self::Chart4 => "chart_4",
            Self::Chart5 => "chart_5",
            Self::Chart6 => "chart_6",
            Self::Match => "match",
        }
    }
}
