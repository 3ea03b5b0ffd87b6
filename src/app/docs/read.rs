//! Reading a page: paragraphs, headings, lists, tables of two columns, code. It is a small part of Markdown, and a text
//! that means something else by a mark is still shown as it is written.

/// One piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// One point of a list: its mark, and what it says.
    Item(String, String),
    /// A line of a table: what stands at the left, and at the right.
    Row(String, String),
    /// Lines that are kept as they are.
    Code(Vec<String>),
}

/// The pieces of a text; `table` gives those behind a name in double braces.
pub(super) fn blocks(text: &str, table: &dyn Fn(&str) -> Option<Vec<Block>>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        if line.starts_with("```") {
            let code = lines.by_ref().take_while(|line| !line.starts_with("```"));
            blocks.push(Block::Code(code.map(str::to_owned).collect()));
        } else if let Some(name) = line.strip_prefix("{{").and_then(|l| l.strip_suffix("}}")) {
            blocks.extend(table(name).unwrap_or_default());
            blocks.push(Block::Text(String::new()));
        } else if line.starts_with('#') {
            blocks.push(Block::Heading(
                line.trim_start_matches('#').trim().to_owned(),
            ));
        } else if let Some(row) = row(line) {
            blocks.extend(row);
        } else if let Some((mark, text)) = item(line) {
            blocks.push(Block::Item(mark, text.to_owned()));
        } else if line.is_empty() {
            // A blank line ends a paragraph.
            blocks.push(Block::Text(String::new()));
        } else {
            match blocks.last_mut() {
                Some(Block::Text(text) | Block::Item(_, text)) if !text.is_empty() => {
                    text.push(' ');
                    text.push_str(line.trim_start());
                }
                _ => blocks.push(Block::Text(line.to_owned())),
            }
        }
    }
    blocks.retain(|block| *block != Block::Text(String::new()));
    blocks
}

/// The row of a table in one line; nothing is left of the line that parts the head from the rows.
fn row(line: &str) -> Option<Option<Block>> {
    let inside = line.strip_prefix('|')?.strip_suffix('|')?;
    let inside = inside.replace("\\|", "\u{1}");
    let cells: Vec<String> = inside
        .split('|')
        .map(|cell| cell.trim().replace('\u{1}', "|"))
        .collect();
    let is_rule = |cell: &String| !cell.is_empty() && cell.chars().all(|c| c == '-');
    if cells.iter().all(is_rule) {
        return Some(None);
    }
    let (left, right) = cells.split_first()?;
    Some(Some(Block::Row(left.clone(), right.join(" · "))))
}

/// The mark and the text of a point of a list.
fn item(line: &str) -> Option<(String, &str)> {
    if let Some(text) = line.strip_prefix("- ") {
        return Some(("·".to_owned(), text));
    }
    let (number, text) = line.split_once(". ")?;
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| (format!("{number}."), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_piece_by_piece() {
        let page = "# Head\nA paragraph\ngoes on.\n\nAnother.\n- one\n  and on\n- two\n1. first\n```sh\na  b\n\n# c\n```\n\
                    | a | b |\n| --- | --- |\n| `x\\|y` | z | w |\n{{own}}\n{{unknown}}\n3.5 is no list";
        let own = |name: &str| (name == "own").then(|| vec![Block::Text("filled".to_owned())]);
        let text = |text: &str| Block::Text(text.to_owned());
        let item = |mark: &str, text: &str| Block::Item(mark.to_owned(), text.to_owned());
        let row = |left: &str, right: &str| Block::Row(left.to_owned(), right.to_owned());
        assert_eq!(
            blocks(page, &own),
            vec![
                Block::Heading("Head".to_owned()),
                text("A paragraph goes on."),
                text("Another."),
                item("·", "one and on"),
                item("·", "two"),
                item("1.", "first"),
                Block::Code(vec!["a  b".to_owned(), String::new(), "# c".to_owned()]),
                row("a", "b"),
                row("`x|y`", "z · w"),
                text("filled"),
                text("3.5 is no list"),
            ]
        );
    }
}
