//! Faults as they are written.

use std::time::Duration;

use thiserror::Error;

use super::strike::{How, Strike, When};
use super::{Drip, Faults, Step};
use crate::model::catalog::majestic;
use crate::wire::dataforseo::FUNCTIONS;

/// Why a text names no faults.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FaultError {
    /// No such fault.
    #[error(
        "`{0}` is no fault; there are status, busy, gateway, refuse, hang, drop, cut, short, slow, flip, page, types, etag, spend, fail, expire, step, hold, drip, skew, written KIND=COMMAND[/MORE][@N or @P%]"
    )]
    Unknown(String),
    /// Nothing is called so.
    #[error(
        "`{0}` strikes nothing: `{1}` is no command of Majestic (such as DownloadRefDomainBackLinks), no function of DataForSEO's Backlinks API (such as referring_domains), and neither `file`, `job` nor `any`"
    )]
    Command(String, String),
    /// A number is missing, is none, or is zero where that means nothing.
    #[error(
        "`{0}` has no usable number in it; write drip=4096/50ms, status=COMMAND/503, cut=COMMAND/100, ...@2 or ...@20%"
    )]
    Number(String),
    /// No such moment of a command.
    #[error("`{0}` hangs at no known moment; write :before or :after")]
    Moment(String),
    /// No such state of a job.
    #[error("`{0}` is no state of a job; there are queued, processing, made, uploading")]
    Step(String),
}

impl Faults {
    /// Reads a comma list of faults. An empty text is none.
    pub fn parse(text: &str) -> Result<Self, FaultError> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            faults.add(Part(part))?;
        }
        Ok(faults)
    }

    fn add(&mut self, part: Part<'_>) -> Result<(), FaultError> {
        let Some((name, value)) = part.0.split_once('=') else {
            return Err(part.unknown());
        };
        match name {
            "drip" => self.drip = Some(part.drip(value, '/')?),
            "hold" => self.hold = Some(part.number(value)?),
            "skew" => self.skew = value.parse().map_err(|_| part.no_number())?,
            "step" => self.steps.push(step(value)?),
            _ => self.strikes.push(part.strike(name, value)?),
        }
        Ok(())
    }
}

/// Whether there are calls of this name; without case, as commands are compared.
fn can_be_struck(whom: &str) -> bool {
    let words = ["any", "file", "job"];
    let functions = FUNCTIONS.iter().map(|function| function.name);
    let named = |name: &str| name.eq_ignore_ascii_case(whom);
    words.into_iter().chain(functions).any(named) || majestic::entry(whom).is_some()
}

/// One fault of the list, to be named where it is wrong.
#[derive(Clone, Copy)]
struct Part<'a>(&'a str);

impl Part<'_> {
    fn unknown(self) -> FaultError {
        FaultError::Unknown(self.0.to_owned())
    }

    fn no_number(self) -> FaultError {
        FaultError::Number(self.0.to_owned())
    }

    fn number(self, digits: &str) -> Result<u64, FaultError> {
        digits.parse().map_err(|_| self.no_number())
    }

    fn drip(self, value: &str, between: char) -> Result<Drip, FaultError> {
        let (bytes, pause) = value.split_once(between).ok_or_else(|| self.no_number())?;
        let bytes = self.number(bytes)?;
        if bytes == 0 {
            return Err(self.no_number());
        }
        let pause = self.number(pause.trim_end_matches("ms"))?;
        Ok(Drip {
            bytes,
            pause: Duration::from_millis(pause),
        })
    }

    fn strike(self, name: &str, value: &str) -> Result<Strike, FaultError> {
        let (value, when) = match value.split_once('@') {
            Some((value, when)) => (value, self.when(when)?),
            None => (value, When::Always),
        };
        let (whom, more) = match name {
            "hang" => value.split_once(':').unwrap_or((value, "after")),
            _ => value.split_once('/').unwrap_or((value, "")),
        };
        if whom.is_empty() {
            return Err(self.unknown());
        }
        if !can_be_struck(whom) {
            return Err(FaultError::Command(self.0.to_owned(), whom.to_owned()));
        }
        Ok(Strike::new(name, whom, self.how(name, more)?, when))
    }

    fn when(self, text: &str) -> Result<When, FaultError> {
        let when = match text.strip_suffix('%') {
            Some(digits) => When::PerCent(self.number(digits)?),
            None => When::Nth(self.number(text)?),
        };
        match when {
            When::Nth(0) | When::PerCent(0 | 101..) => Err(self.no_number()),
            good => Ok(good),
        }
    }

    fn how(self, name: &str, more: &str) -> Result<How, FaultError> {
        Ok(match name {
            "status" => self.status(more, false)?,
            "gateway" => self.status(more, true)?,
            "busy" => {
                let seconds = if more.is_empty() { "1" } else { more };
                self.status(&format!("503:{seconds}"), false)?
            }
            "refuse" if !more.is_empty() => How::Refuse(more.to_owned()),
            "refuse" => return Err(self.no_number()),
            "hang" => How::Hang {
                before: match more {
                    "before" => true,
                    "after" => false,
                    _ => return Err(FaultError::Moment(self.0.to_owned())),
                },
            },
            "cut" => How::Cut(self.number(more)?),
            "short" => How::Short(self.number(more)?),
            "flip" => How::Flip(self.number(more)?),
            "slow" => How::Slow(self.drip(more, ':')?),
            "spend" => How::Spend(more.parse().map_err(|_| self.no_number())?),
            _ if !more.is_empty() => return Err(self.unknown()),
            "drop" => How::Drop,
            "page" => How::Page,
            "types" => How::Types,
            "etag" => How::ETag,
            "fail" => How::Fail,
            "expire" => How::Expire,
            _ => return Err(self.unknown()),
        })
    }

    fn status(self, more: &str, carried_out: bool) -> Result<How, FaultError> {
        let (code, seconds) = match more.split_once(':') {
            Some((code, seconds)) => (code, Some(self.number(seconds)?)),
            None => (more, None),
        };
        let code = code.parse().ok().filter(|code| (400..=599).contains(code));
        Ok(How::Status {
            code: code.ok_or_else(|| self.no_number())?,
            retry_after: seconds,
            carried_out,
        })
    }
}

fn step(value: &str) -> Result<Step, FaultError> {
    Step::ALL
        .into_iter()
        .find(|step| step.word() == value)
        .ok_or_else(|| FaultError::Step(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read() {
        let text = "drip=4096/50ms, hold=100,hang=GetIndexItemInfo,hang=file:before,step=made,busy=file/7,drop=file,refuse=summary/50303,skew=-5";
        let faults = Faults::parse(text).unwrap();
        let drip = |bytes, pause| Drip {
            bytes,
            pause: Duration::from_millis(pause),
        };
        assert_eq!(faults.drip, Some(drip(4096, 50)));
        assert_eq!((faults.hold, faults.skew), (Some(100), -5));
        assert_eq!(faults.steps, [Step::Made]);
        let gates: Vec<_> = faults.gates().collect();
        let named = [
            "hang=GetIndexItemInfo:after",
            "hang=file:before",
            "busy=file",
            "drop=file",
            "refuse=summary",
            "step=made",
            "hold",
        ];
        assert_eq!(gates, named);
        assert_eq!(Faults::parse(" , ").unwrap(), Faults::default());
        let status = |code, retry_after, carried_out| How::Status {
            code,
            retry_after,
            carried_out,
        };
        for (text, how, when) in [
            ("status=file/429", status(429, None, false), When::Always),
            (
                "gateway=file/502:3@2",
                status(502, Some(3), true),
                When::Nth(2),
            ),
            ("busy=file", status(503, Some(1), false), When::Always),
            ("cut=file/9@20%", How::Cut(9), When::PerCent(20)),
            ("short=file/0", How::Short(0), When::Always),
            ("flip=file/4", How::Flip(4), When::Always),
            ("slow=file/5:10", How::Slow(drip(5, 10)), When::Always),
            ("page=file@1", How::Page, When::Nth(1)),
            ("types=file", How::Types, When::Always),
            ("etag=file", How::ETag, When::Always),
            ("spend=file/700", How::Spend(700), When::Always),
            ("fail=file", How::Fail, When::Always),
            ("expire=file", How::Expire, When::Always),
        ] {
            let kind = text.split_once('=').unwrap().0;
            let read = Faults::parse(text).unwrap();
            assert_eq!(read.strikes, [Strike::new(kind, "file", how, when)]);
        }
    }

    #[test]
    fn a_mistake_is_named() {
        for (text, part) in [
            ("smoke", "smoke"),
            ("smoke=X", "smoke=X"),
            ("drip=0/5", "drip=0/5"),
            ("drip=7", "drip=7"),
            ("drip=1/5,hold=x", "hold=x"),
            ("hang=", "hang="),
            ("hang=X:during", "hang=X:during"),
            ("step=asleep", "asleep"),
            ("busy=", "busy="),
            ("busy=file/soon", "busy=file/soon"),
            ("drop=", "drop="),
            ("drop=X/5", "drop=X/5"),
            ("refuse=summary", "refuse=summary"),
            ("status=file/200", "status=file/200"),
            ("cut=file", "cut=file"),
            ("page=file@0", "page=file@0"),
            ("page=file@often", "page=file@often"),
            ("drop=file@0%", "drop=file@0%"),
            ("drop=file@101%", "drop=file@101%"),
            ("drop=DownloadBackLnks", "`DownloadBackLnks` is no command"),
            ("skew=soon", "skew=soon"),
        ] {
            let error = Faults::parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
