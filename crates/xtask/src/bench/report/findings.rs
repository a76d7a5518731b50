//! Numbers with what they are.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::statistics::Spread;

/// What came of measuring one part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct Findings {
    /// Numbers that something is wanted of.
    pub(in super::super) measures: Vec<Measure>,
    /// Numbers that only inform.
    pub(in super::super) tables: Vec<Table>,
    /// What must be said of them, a sentence each.
    pub(in super::super) notes: Vec<String>,
}

impl Findings {
    /// Whether there is anything to write down.
    pub(in super::super) fn is_kept(&self) -> bool {
        !self.measures.is_empty() || !self.tables.is_empty()
    }

    /// Adds a number, if there is one.
    pub(in super::super) fn measure(
        &mut self,
        name: impl Into<String>,
        unit: Unit,
        aim: Option<Aim>,
        value: Option<Spread>,
    ) {
        self.measures.extend(value.map(|value| Measure {
            name: name.into(),
            unit,
            aim,
            value,
        }));
    }
}

/// A number that was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct Measure {
    /// What it is.
    pub(in super::super) name: String,
    /// In which unit.
    pub(in super::super) unit: Unit,
    /// What is wanted.
    pub(in super::super) aim: Option<Aim>,
    /// What it is.
    pub(in super::super) value: Spread,
}

impl Measure {
    /// Whether it is what is wanted.
    pub(super) fn is_met(&self) -> Option<bool> {
        Some(match self.aim? {
            Aim::AtLeast(aim) => self.value.median >= aim,
            Aim::AtMost(aim) => self.value.median <= aim,
        })
    }
}

/// A bound on a number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Aim {
    /// More is better.
    AtLeast(f64),
    /// Less is better.
    AtMost(f64),
}

/// Of what a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Unit {
    /// So many times something else.
    Ratio,
    /// Seconds.
    Seconds,
    /// Thousandths of a second.
    Milliseconds,
    /// Mebibytes.
    Mebibytes,
    /// So many times something else, where less is better: it has no bar.
    Factor,
}

impl Unit {
    /// A number in this unit for people.
    pub(super) fn show(self, value: f64) -> String {
        match self {
            Self::Ratio | Self::Factor => format!("{value:.2}"),
            Self::Seconds => format!("{value:.2} s"),
            Self::Milliseconds => format!("{value:.1} ms"),
            Self::Mebibytes => format!("{value:.2} MiB"),
        }
    }
}

/// A table for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Table {
    /// What stands over its columns.
    pub(in super::super) header: Vec<String>,
    /// Its rows.
    pub(in super::super) rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub(in super::super) fn new(header: &[&str]) -> Self {
        Self {
            header: header.iter().map(|&word| word.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(in super::super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for measure in &self.measures {
            let Spread { median, low, high } = measure.value;
            let [median, low, high] = [median, low, high].map(|value| measure.unit.show(value));
            writeln!(out, "{}: {median} ({low} to {high})", measure.name)?;
        }
        for row in self
            .tables
            .iter()
            .flat_map(|table| std::iter::once(&table.header).chain(&table.rows))
        {
            writeln!(out, "{}", row.join("  "))?;
        }
        for note in &self.notes {
            writeln!(out, "{note}")?;
        }
        Ok(())
    }
}
