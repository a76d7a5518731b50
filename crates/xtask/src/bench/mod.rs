//! `cargo xtask bench`: how fast `dist/falconet` is, what it needs, and how that compares.
//!
//! What is compared runs as whole processes in turn, so that a machine that slows down slows all of them; what counts is
//! the ratio within a round, and of those the median.

mod competitors;
mod events;
mod explaining;
mod filter;
mod growth;
mod http;
mod load;
mod memory;
mod micro;
mod native;
mod node;
mod options;
mod repeated;
mod report;
mod rounds;
mod rule_sets;
mod rules;
mod scan;
mod setting;
mod size;
mod start;
mod statistics;
mod task;
mod tests_of_rules;
mod threads;

use crate::build;
use crate::console;
use crate::error::Error;
use crate::workspace::Workspace;
use options::Options;
use report::{Findings, Report, Section};
use task::Task;

/// Something that can be measured by itself.
struct Part {
    name: &'static str,
    /// What its numbers are, over its bars in the chart.
    title: &'static str,
    measure: fn(&Task) -> Result<Findings, Error>,
}

/// All of them, in the order in which they are measured and shown.
const PARTS: [Part; 15] = [
    part(
        "scan",
        "Events a second, falconet over loops that only parse",
        scan::measure,
    ),
    part(
        "native",
        "Events a second, in the module over natively",
        native::measure,
    ),
    part(
        "node",
        "Events a second, in Node over in wasmtime",
        node::measure,
    ),
    part(
        "threads",
        "Events a second, two threads over one",
        threads::measure,
    ),
    part(
        "rules",
        "Events a second, other rules over the 22 shipped ones",
        rules::measure,
    ),
    part(
        "filter",
        "Records a second, falconet's filter over one with serde_json",
        filter::measure,
    ),
    part("http", "Through the sidecar, over a scan", http::measure),
    part("load", "Loading rules", load::measure),
    part("tests", "Tests of rules", tests_of_rules::measure),
    part("explain", "Explaining rules", explaining::measure),
    part(
        "start",
        "From the start of the process to the first alert",
        start::measure,
    ),
    part("memory", "Peak of resident memory", memory::measure),
    part("size", "Size of the module", size::measure),
    part(
        "growth",
        "Cost against size of hostile inputs",
        growth::measure,
    ),
    part("micro", "Micro-benchmarks", micro::measure),
];

const fn part(
    name: &'static str,
    title: &'static str,
    measure: fn(&Task) -> Result<Findings, Error>,
) -> Part {
    Part {
        name,
        title,
        measure,
    }
}

/// Builds, then measures the parts that are asked for and writes down what came of it.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
    let options = Options::of(arguments, &names)?;
    if options.help {
        return console::line(options::USAGE);
    }
    build::run(workspace)?;
    let command = options.line();
    let setting = setting::describe(workspace)?;
    let task = Task::new(workspace, &options);
    let mut report = Report::read(workspace)?;
    for part in PARTS.iter().filter(|part| options.wants(part.name)) {
        console::section(part.title)?;
        let findings = (part.measure)(&task)?;
        console::line(&findings.to_string())?;
        if options.print || !findings.is_kept() {
            continue;
        }
        report.put(Section {
            part: part.name.to_owned(),
            title: part.title.to_owned(),
            command: command.clone(),
            setting: setting.clone(),
            findings,
        });
        report.write(workspace)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_told_of() {
        for part in PARTS {
            let line = format!("\n  {} ", part.name);
            assert!(options::USAGE.contains(&line), "{}", part.name);
        }
    }
}
