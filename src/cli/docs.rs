//! `docs`: a page of help as text, or the list of pages.

use clap::Args;

use super::desk::Desk;
use super::explore;
use super::failure::Failure;
use super::offered;
use crate::app::docs::{self, Block, Line, TOPICS};

/// Cells of a line.
const WIDTH: usize = 80;

/// Arguments of `docs`.
#[derive(Debug, Args)]
pub struct DocsArgs {
    /// The page, or the beginning of its name; the list of pages if nothing is said
    #[arg(value_parser = offered::topics(), hide_possible_values = true)]
    pub topic: Option<String>,
}

/// Runs the command.
pub fn run(desk: &Desk, args: &DocsArgs) -> Result<(), Failure> {
    let (title, blocks) = match &args.topic {
        Some(name) => {
            let at = docs::find(name).map_err(Failure::Usage)?;
            let topic = &TOPICS[at];
            // Who reads a page to mend a keys file must get to read it.
            let (keymap, fault) = explore::keymap(desk)?;
            if let Some(why) = fault {
                desk.talk.insist(&format!("warning: {why}"));
            }
            (topic.title, topic.blocks(&keymap))
        }
        None => ("Pages: backtrail docs PAGE", list()),
    };
    let text = page(title, &blocks);
    desk.outlet().deliver(|out| {
        out.write_all(text.as_bytes())
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

fn list() -> Vec<Block> {
    let row = |topic: &docs::Topic| Block::Row(topic.id.to_owned(), topic.title.to_owned());
    TOPICS.iter().map(row).collect()
}

/// A page as text, its headings marked as in Markdown.
fn page(title: &str, blocks: &[Block]) -> String {
    let mut text = format!("# {title}\n\n");
    for line in docs::lines(blocks, WIDTH - 3) {
        if matches!(line, Line::Heading(_)) {
            text.push_str("## ");
        }
        text.push_str(line.text().trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Keymap;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn pages_keep_to_the_width_of_a_terminal() {
        let keymap = Keymap::builtin().unwrap();
        for topic in TOPICS {
            let text = page(topic.title, &topic.blocks(&keymap));
            assert!(text.starts_with(&format!("# {}\n", topic.title)));
            for line in text.lines() {
                assert!(line.width() <= WIDTH, "{}: {line}", topic.id);
            }
        }
        let list = page("Pages", &list());
        assert!(TOPICS.iter().all(|topic| list.contains(topic.title)));
    }
}
