//! Faults that can be switched on, so that a test stops a client at a chosen moment instead of by luck.
//!
//! The grammar is a comma list of:
//!
//! | fault | effect | gate |
//! |---|---|---|
//! | `drip=BYTES/MS` (`drip=4096/50ms`) | files are delivered in pieces of BYTES, MS milliseconds apart | none |
//! | `hold=BYTES` | a file delivery stops after BYTES of its body | `hold` |
//! | `hang=CMD[:before\|after]` | the answer to a command is withheld, before it is carried out (and charged) or, the default, after | `hang=CMD:before`, `hang=CMD:after` |
//! | `busy=CMD[/SECONDS]` | a command is answered by HTTP 503 and `Retry-After: SECONDS` (1), not carried out | `busy=CMD` |
//! | `drop=CMD` | a command is carried out (and charged), then the connection breaks instead of an answer | `drop=CMD` |
//! | `refuse=FUNCTION/STATUS` | a task of DataForSEO's is refused with that status code, not carried out | `refuse=FUNCTION` |
//! | `step=STATE` | jobs wait in a state: `queued`, `processing` (in the middle of the work, with progress shown), `made`, `uploading` | `step=STATE` |
//!
//! CMD is a command of Majestic's (`GetIndexItemInfo`) or a function of DataForSEO's (`referring_domains`, `user_data`).
//! Everything with a gate waits, or stays busy, until `POST /admin/release?what=GATE`; a released gate stays open.

use std::time::Duration;

use thiserror::Error;

/// The faults of a server; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Slow delivery of files.
    pub drip: Option<Drip>,
    /// File deliveries stop after so many bytes.
    pub hold: Option<u64>,
    /// Commands whose answers are withheld.
    pub hangs: Vec<Hang>,
    /// Commands that are turned away for a while.
    pub busy: Vec<Busy>,
    /// Commands whose connection breaks once they are carried out.
    pub drops: Vec<Break>,
    /// Functions whose tasks are refused.
    pub refusals: Vec<Refuse>,
    /// States in which jobs wait.
    pub steps: Vec<Step>,
}

/// Slow delivery of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drip {
    /// Bytes of one piece.
    pub bytes: u64,
    /// Pause before each piece.
    pub pause: Duration,
}

/// A command whose answer is withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hang {
    /// Name of the command, compared without case.
    pub command: String,
    /// Before it is carried out, else after.
    pub before: bool,
}

impl Hang {
    /// Name of its gate.
    pub fn gate(&self) -> String {
        let moment = if self.before { "before" } else { "after" };
        format!("hang={}:{moment}", self.command)
    }
}

/// A command that is turned away for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// Name of the command, compared without case.
    pub command: String,
    /// How long the client is asked to stay away, in seconds.
    pub seconds: u64,
}

impl Busy {
    /// Name of its gate.
    pub fn gate(&self) -> String {
        format!("busy={}", self.command)
    }
}

/// A command whose connection breaks once it is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Name of the command, compared without case.
    pub command: String,
}

impl Break {
    /// Name of its gate.
    pub fn gate(&self) -> String {
        format!("drop={}", self.command)
    }
}

/// A function whose tasks are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuse {
    /// Name of the function.
    pub function: String,
    /// The status code of its tasks.
    pub status: i64,
}

impl Refuse {
    /// Name of its gate.
    pub fn gate(&self) -> String {
        format!("refuse={}", self.function)
    }
}

/// A state in which a job can be made to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Accepted and charged, not begun.
    Queued,
    /// In the middle of the work.
    Processing,
    /// The file is made and its rows are charged; it is not published.
    Made,
    /// About to be published.
    Uploading,
}

impl Step {
    const ALL: [Self; 4] = [Self::Queued, Self::Processing, Self::Made, Self::Uploading];

    /// Its word in the grammar.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Processing => "processing",
            Self::Made => "made",
            Self::Uploading => "uploading",
        }
    }

    /// Name of its gate.
    pub fn gate(self) -> String {
        format!("step={}", self.word())
    }
}

/// Why a text names no faults.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FaultError {
    /// No such fault.
    #[error(
        "`{0}` is no fault; there are drip=BYTES/MS, hold=BYTES, hang=CMD[:before|after], busy=CMD[/SECONDS], drop=CMD, refuse=FUNCTION/STATUS, step=STATE"
    )]
    Unknown(String),
    /// A number is none, or zero where that means nothing.
    #[error("`{0}` has no usable number in it; write drip=4096/50ms or hold=100000")]
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
            faults.add(part)?;
        }
        Ok(faults)
    }

    fn add(&mut self, part: &str) -> Result<(), FaultError> {
        let Some((name, value)) = part.split_once('=') else {
            return Err(FaultError::Unknown(part.to_owned()));
        };
        match name {
            "drip" => self.drip = Some(drip(part, value)?),
            "hold" => self.hold = Some(number(part, value)?),
            "hang" => self.hangs.push(hang(part, value)?),
            "busy" => self.busy.push(busy(part, value)?),
            "drop" if !value.is_empty() => self.drops.push(Break {
                command: value.to_owned(),
            }),
            "refuse" => self.refusals.push(refuse(part, value)?),
            "step" => self.steps.push(step(value)?),
            _ => return Err(FaultError::Unknown(part.to_owned())),
        }
        Ok(())
    }
}

fn number(part: &str, digits: &str) -> Result<u64, FaultError> {
    digits
        .parse()
        .map_err(|_| FaultError::Number(part.to_owned()))
}

fn drip(part: &str, value: &str) -> Result<Drip, FaultError> {
    let (bytes, pause) = value
        .split_once('/')
        .ok_or_else(|| FaultError::Number(part.to_owned()))?;
    let bytes = number(part, bytes)?;
    if bytes == 0 {
        return Err(FaultError::Number(part.to_owned()));
    }
    let pause = number(part, pause.trim_end_matches("ms"))?;
    Ok(Drip {
        bytes,
        pause: Duration::from_millis(pause),
    })
}

fn hang(part: &str, value: &str) -> Result<Hang, FaultError> {
    let (command, moment) = value.split_once(':').unwrap_or((value, "after"));
    if command.is_empty() {
        return Err(FaultError::Unknown(part.to_owned()));
    }
    let before = match moment {
        "before" => true,
        "after" => false,
        _ => return Err(FaultError::Moment(part.to_owned())),
    };
    Ok(Hang {
        command: command.to_owned(),
        before,
    })
}

fn busy(part: &str, value: &str) -> Result<Busy, FaultError> {
    let (command, seconds) = value.split_once('/').unwrap_or((value, "1"));
    if command.is_empty() {
        return Err(FaultError::Unknown(part.to_owned()));
    }
    Ok(Busy {
        command: command.to_owned(),
        seconds: number(part, seconds)?,
    })
}

fn refuse(part: &str, value: &str) -> Result<Refuse, FaultError> {
    let (function, status) = value
        .split_once('/')
        .ok_or_else(|| FaultError::Number(part.to_owned()))?;
    let status = number(part, status)?;
    Ok(Refuse {
        function: function.to_owned(),
        status: i64::try_from(status).map_err(|_| FaultError::Number(part.to_owned()))?,
    })
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
        let text = "drip=4096/50ms, hold=100,hang=GetIndexItemInfo,hang=X:before,step=made,busy=X/7,drop=X,refuse=summary/50303";
        let faults = Faults::parse(text).unwrap();
        assert_eq!(
            faults.drip,
            Some(Drip {
                bytes: 4096,
                pause: Duration::from_millis(50)
            })
        );
        assert_eq!(faults.hold, Some(100));
        let gates: Vec<_> = faults.hangs.iter().map(Hang::gate).collect();
        assert_eq!(gates, ["hang=GetIndexItemInfo:after", "hang=X:before"]);
        assert_eq!(faults.steps, [Step::Made]);
        assert_eq!(
            (faults.busy[0].gate().as_str(), faults.busy[0].seconds),
            ("busy=X", 7)
        );
        assert_eq!(faults.drops[0].gate(), "drop=X");
        assert_eq!(
            (
                faults.refusals[0].gate().as_str(),
                faults.refusals[0].status
            ),
            ("refuse=summary", 50_303)
        );
        assert_eq!(Faults::parse(" , ").unwrap(), Faults::default());
    }

    #[test]
    fn a_mistake_is_named() {
        for (text, part) in [
            ("smoke", "smoke"),
            ("drip=0/5", "drip=0/5"),
            ("drip=7", "drip=7"),
            ("drip=1/5,hold=x", "hold=x"),
            ("hang=", "hang="),
            ("hang=X:during", "hang=X:during"),
            ("step=asleep", "asleep"),
            ("busy=", "busy="),
            ("busy=X/soon", "busy=X/soon"),
            ("drop=", "drop="),
            ("refuse=summary", "refuse=summary"),
            ("refuse=summary/x", "refuse=summary/x"),
        ] {
            let error = Faults::parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
