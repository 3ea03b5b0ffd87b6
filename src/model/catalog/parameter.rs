//! Ways to write a parameter in a table of functions, one for each kind of value.

use super::{Opt, OptKind};

/// Words of the wire and what they mean.
pub(super) type Choices = &'static [(&'static str, &'static str)];

pub(super) const fn option(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    kind: OptKind,
    default: &'static str,
    about: &'static str,
) -> Opt {
    Opt {
        wire,
        flag,
        title,
        kind,
        default,
        about,
    }
}

/// A whole number.
pub(super) const fn number(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    (min, max): (i64, i64),
    default: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, OptKind::Int { min, max }, default, about)
}

/// One of several values.
pub(super) const fn choice(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    choices: Choices,
    default: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, OptKind::Choice(choices), default, about)
}

/// A text that is not sent while it is empty.
pub(super) const fn text(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, OptKind::Text, "", about)
}

/// A day that is not sent while it is empty.
pub(super) const fn date(
    wire: &'static str,
    flag: &'static str,
    title: &'static str,
    about: &'static str,
) -> Opt {
    option(wire, flag, title, OptKind::Date, "", about)
}
