//! Cost against size of inputs that are made to be slow: in proportion, or worse.

use super::competitors::{Build, yardsticks};
use super::report::{Findings, Table};
use super::statistics::log_slope;
use super::task::Task;
use crate::console;
use crate::error::Error;
use crate::shell;

/// More than this is more than in proportion, whatever the caches do.
const STEEPEST: f64 = 1.2;

/// What an input cost in batches of one size.
struct Series {
    name: String,
    batch: String,
    /// Bytes and nanoseconds.
    points: Vec<(f64, f64)>,
}

/// Lets the engine judge them and fits a line to what each cost.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let mut command = yardsticks(task.workspace, Build::Portable)?;
    command.arg("growth");
    console::line(&format!("$ {}", shell::line_of(&command)))?;
    let printed = shell::printed(&mut command, "run it by itself")?;
    let all = series(&String::from_utf8_lossy(&printed));
    let mut findings = Findings::default();
    findings.tables.push(table(&all));
    findings.notes.push(verdict(&all));
    Ok(findings)
}

/// What the yardstick printed, line by line: name, bytes in a batch, bytes, nanoseconds.
fn series(printed: &str) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for line in printed.lines() {
        let mut words = line.split('\t');
        let (Some(name), Some(batch)) = (words.next(), words.next()) else {
            continue;
        };
        let mut number = || words.next()?.parse().ok();
        let (Some(bytes), Some(took)) = (number(), number()) else {
            continue;
        };
        match all
            .last_mut()
            .filter(|last| last.name == name && last.batch == batch)
        {
            Some(last) => last.points.push((bytes, took)),
            None => all.push(Series {
                name: name.to_owned(),
                batch: batch.to_owned(),
                points: vec![(bytes, took)],
            }),
        }
    }
    all
}

impl Series {
    fn slope(&self) -> f64 {
        log_slope(&self.points).unwrap_or(f64::NAN)
    }

    /// Nanoseconds for a byte at the largest size.
    fn cost(&self) -> f64 {
        self.points
            .last()
            .map_or(f64::NAN, |(bytes, took)| took / bytes)
    }
}

fn table(all: &[Series]) -> Table {
    let mut table = Table::new(&[
        "input",
        "bytes in a batch",
        "slope",
        "ns a byte at the largest",
    ]);
    for series in all {
        let (slope, cost) = (
            format!("{:.2}", series.slope()),
            format!("{:.2}", series.cost()),
        );
        table.row([series.name.clone(), series.batch.clone(), slope, cost]);
    }
    table
}

fn verdict(all: &[Series]) -> String {
    let steep: Vec<_> = all
        .iter()
        .filter(|series| series.slope() > STEEPEST)
        .collect();
    let steepest = all.iter().map(Series::slope).fold(f64::NAN, f64::max);
    let Some(first) = steep.first() else {
        return format!(
            "The steepest slope is {steepest:.2}: all of them cost in proportion to their size."
        );
    };
    let count = steep.len();
    format!(
        "**{count} slopes are over {STEEPEST}, the first that of: {}.**",
        first.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINEAR: &str =
        "deep\t4096\t1000\t5000\ndeep\t4096\t2000\t10000\ndeep\t4096\t4000\t20000\n";

    #[test]
    fn each_input_in_each_batch_has_a_slope() {
        let text = format!("{LINEAR}deep\t1\t1000\t1\ndeep\t1\t2000\t4\ndeep\t1\t4000\t16\n");
        let all = series(&text);
        let slopes: Vec<_> = all
            .iter()
            .map(|series| format!("{:.2}", series.slope()))
            .collect();
        assert_eq!(slopes, ["1.00", "2.00"]);
        assert!(
            verdict(&all).contains("1 slopes are over"),
            "{}",
            verdict(&all)
        );
        assert_eq!(table(&all).rows[0], ["deep", "4096", "1.00", "5.00"]);
    }

    #[test]
    fn what_is_in_proportion_is_said_to_be() {
        assert!(verdict(&series(LINEAR)).starts_with("The steepest slope is 1.00"));
    }
}
