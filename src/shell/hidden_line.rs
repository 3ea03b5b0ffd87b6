//! A line typed on the terminal without being shown: for keys and passwords of the command line.

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Keys until enter; none where it was broken off. The terminal is as it was afterwards.
pub fn hidden_line() -> std::io::Result<Option<String>> {
    enable_raw_mode()?;
    let line = keys_until_enter();
    disable_raw_mode()?;
    line
}

fn keys_until_enter() -> std::io::Result<Option<String>> {
    let mut line = String::new();
    loop {
        let Event::Key(key) = read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let with_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(line)),
            KeyCode::Char('c' | 'd') if with_ctrl => return Ok(None),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('u') if with_ctrl => line.clear(),
            KeyCode::Backspace => {
                line.pop();
            }
            KeyCode::Char(c) if !with_ctrl => line.push(c),
            _ => {}
        }
    }
}
