//! The terminal library's keys as the heart's.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::app::input::{Code, Key};
use crate::app::mouse::Pointed;

/// What the pointer did, as the heart knows it; none for other buttons and for motion alone.
pub(super) fn pointed(event: MouseEvent) -> Option<Pointed> {
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Pointed::Down),
        MouseEventKind::Drag(MouseButton::Left) => Some(Pointed::Drag),
        MouseEventKind::Up(MouseButton::Left) => Some(Pointed::Up),
        MouseEventKind::ScrollUp => Some(Pointed::WheelUp),
        MouseEventKind::ScrollDown => Some(Pointed::WheelDown),
        _ => None,
    }
}

/// The heart's key for a pressed one; none for keys that have no meaning here (media keys, lone modifiers).
pub(super) fn key(event: KeyEvent) -> Option<Key> {
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(Key::new(code, ctrl, alt, shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|k| k.to_string())
    }

    #[test]
    fn pressed_keys_have_the_names_of_the_keys_file() {
        assert_eq!(
            name(KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(),
            Some("G")
        );
        assert_eq!(
            name(KeyCode::Char('d'), KeyModifiers::CONTROL).as_deref(),
            Some("ctrl-d")
        );
        assert_eq!(
            name(KeyCode::BackTab, KeyModifiers::NONE).as_deref(),
            Some("shift-tab")
        );
        assert_eq!(
            name(KeyCode::PageDown, KeyModifiers::NONE).as_deref(),
            Some("pgdn")
        );
        assert_eq!(name(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
