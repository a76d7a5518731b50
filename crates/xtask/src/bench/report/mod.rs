//! What came of measuring: kept in `docs/benchmarks.json`, and from there written into `docs/BENCHMARKS.md` and drawn in
//! `docs/benchmarks.svg`. A part that is not measured again keeps its numbers.

mod chart;
mod document;
mod findings;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

pub(super) use findings::{Aim, Findings, Table, Unit};

const NUMBERS: &str = "docs/benchmarks.json";
const DOCUMENT: &str = "docs/BENCHMARKS.md";
const CHART: &str = "docs/benchmarks.svg";

/// What came of a part, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Section {
    /// The part's name on the command line.
    pub(super) part: String,
    /// What stands over its bars.
    pub(super) title: String,
    /// What was typed.
    pub(super) command: String,
    /// When, and on what.
    pub(super) setting: String,
    /// The numbers.
    pub(super) findings: Findings,
}

/// All parts that were ever measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Report {
    sections: Vec<Section>,
}

impl Report {
    /// What was measured before; nothing if that was never.
    pub(super) fn read(workspace: &Workspace) -> Result<Self, Error> {
        let path = workspace.path(NUMBERS);
        if !path.exists() {
            return Ok(Self::default());
        }
        serde_json::from_slice(&files::read(&path)?).map_err(Error::json(NUMBERS))
    }

    /// Puts a section in the place of the one of the same part.
    pub(super) fn put(&mut self, section: Section) {
        let known = self.sections.iter_mut();
        match known.into_iter().find(|known| known.part == section.part) {
            Some(known) => *known = section,
            None => self.sections.push(section),
        }
    }

    /// Writes the numbers, the document and the chart.
    pub(super) fn write(&self, workspace: &Workspace) -> Result<(), Error> {
        let document = workspace.path(DOCUMENT);
        let text = document::with_sections(&files::read_text(&document)?, &self.sections)?;
        let mut numbers =
            serde_json::to_string_pretty(self).map_err(Error::json("the measured numbers"))?;
        numbers.push('\n');
        let written: [(PathBuf, String); 3] = [
            (workspace.path(NUMBERS), numbers),
            (document, text),
            (workspace.path(CHART), chart::draw(&self.sections)),
        ];
        for (path, text) in &written {
            files::write_if_changed(path, text.as_bytes())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(part: &str, command: &str) -> Section {
        Section {
            part: part.to_owned(),
            title: String::new(),
            command: command.to_owned(),
            setting: String::new(),
            findings: Findings::default(),
        }
    }

    #[test]
    fn a_part_that_is_measured_again_keeps_its_place() {
        let mut report = Report::default();
        for (part, command) in [("a", "1"), ("b", "2"), ("a", "3")] {
            report.put(section(part, command));
        }
        assert_eq!(report.sections, [section("a", "3"), section("b", "2")]);
    }

    #[test]
    fn what_is_committed_is_what_the_numbers_say() {
        let workspace = Workspace::find().unwrap();
        let report = Report::read(&workspace).unwrap();
        let text = files::read_text(&workspace.path(DOCUMENT)).unwrap();
        assert!(
            document::with_sections(&text, &report.sections).unwrap() == text,
            "docs/BENCHMARKS.md was changed by hand between its marks"
        );
        let drawn = files::read_text(&workspace.path(CHART)).unwrap();
        assert!(
            chart::draw(&report.sections) == drawn,
            "docs/benchmarks.svg is not that of docs/benchmarks.json"
        );
    }
}
