//! Figures over time, as a history tells them. What is missing stays missing.

use super::Axis;
use super::months::month_text;
use crate::model::column::date_text;

/// How far apart the places of a line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A day; places are days since 1970-01-01.
    Day,
    /// A month; places are months since the year 0.
    Month,
}

impl Unit {
    /// The name of a place, as filters take it too.
    pub fn text(self, place: i32) -> String {
        match self {
            Self::Day => date_text(place),
            Self::Month => month_text(place),
        }
    }
}

/// One figure over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What it is; from outside where it names an item.
    pub title: String,
    /// What else a filter of its rows says: which item.
    pub also: String,
    /// Its value at each place; none where no row tells it.
    pub values: Vec<Option<i64>>,
}

impl Series {
    /// The least and the greatest value.
    pub fn ends(&self) -> Option<(i64, i64)> {
        let known = || self.values.iter().flatten().copied();
        known().min().zip(known().max())
    }

    /// Values that stand side by side, each run with its first place: between runs nothing is known.
    pub fn runs(&self) -> Vec<(usize, Vec<i64>)> {
        let mut runs: Vec<(usize, Vec<i64>)> = Vec::new();
        for (at, value) in self.values.iter().enumerate() {
            let Some(value) = value else { continue };
            match runs.last_mut() {
                Some((first, run)) if *first + run.len() == at => run.push(*value),
                _ => runs.push((at, vec![*value])),
            }
        }
        runs
    }
}

/// Several figures over the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// When.
    pub time: Axis,
    /// How far apart places are.
    pub unit: Unit,
    /// The first place.
    pub first: i32,
    /// How many places.
    pub places: usize,
    /// The figures.
    pub series: Vec<Series>,
}

impl Lines {
    /// The name of a place.
    pub fn text(&self, place: usize) -> String {
        let place = i32::try_from(place).unwrap_or(i32::MAX);
        self.unit.text(self.first.saturating_add(place))
    }

    /// The filter of the row that tells a value; empty where none does.
    pub fn filter(&self, place: usize, series: usize) -> String {
        let Some(series) = self.series.get(series) else {
            return String::new();
        };
        if series.values.get(place).copied().flatten().is_none() {
            return String::new();
        }
        let when = format!("{}={}", self.time.name, self.text(place));
        if series.also.is_empty() {
            when
        } else {
            format!("{when} and {}", series.also)
        }
    }
}
