//! `cargo xtask bench FILE`: the scan of a file of JSON lines against a native loop over `serde_json` values.
//!
//! Both run as whole processes in turn, so that a machine that slows down slows both; what counts is the ratio of
//! a pair, and of those the median.

use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::build;
use crate::console;
use crate::error::Error;
use crate::shell;
use crate::workspace::Workspace;

/// Pairs of runs that count; one more comes before them and does not.
const PAIRS: usize = 5;

/// Builds both programs, runs them in turn and prints what came of it.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let [file] = arguments else {
        return Err(Error::Usage(
            "usage: cargo xtask bench FILE_OF_JSON_LINES".to_owned(),
        ));
    };
    build::run(workspace)?;
    build_baseline(workspace)?;
    let mut scan = workspace.command("dist/falconet");
    scan.args(["scan", "-r", "rules/aws_cloudtrail.yaml", file]);
    let mut baseline = Command::new(workspace.target().join("release/falconet-bench"));
    baseline.current_dir(workspace.root()).arg(file);
    let pairs = measure(&mut scan, &mut baseline)?;
    console::line(&report(&pairs))
}

fn build_baseline(workspace: &Workspace) -> Result<(), Error> {
    let mut command = workspace.cargo();
    command.args([
        "build",
        "--release",
        "--locked",
        "--package",
        "falconet-bench",
    ]);
    shell::quietly(
        &mut command,
        "compiling the baseline",
        "mend what the compiler says",
    )
    .map(drop)
}

/// The times of each pair.
fn measure(scan: &mut Command, baseline: &mut Command) -> Result<Vec<(Duration, Duration)>, Error> {
    for command in [&*scan, &*baseline] {
        console::line(&format!("$ {}", shell::line_of(command)))?;
    }
    let mut pairs = Vec::new();
    for _ in 0..=PAIRS {
        pairs.push((time(scan)?, time(baseline)?));
    }
    Ok(pairs.split_off(1))
}

/// How long the command takes while its output is read.
fn time(command: &mut Command) -> Result<Duration, Error> {
    let start = Instant::now();
    match run_to_end(command) {
        Ok(status) if status.success() => Ok(start.elapsed()),
        Ok(status) => Err(Error::wrong(
            format!("`{}` failed ({status})", shell::line_of(command)),
            "run it by itself",
        )),
        Err(source) => Err(Error::Start {
            line: shell::line_of(command),
            source,
        }),
    }
}

fn run_to_end(command: &mut Command) -> io::Result<ExitStatus> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    if let Some(output) = &mut child.stdout {
        io::copy(output, &mut io::sink())?;
    }
    child.wait()
}

fn report(pairs: &[(Duration, Duration)]) -> String {
    let scan = median(pairs.iter().map(|pair| pair.0.as_secs_f64()));
    let baseline = median(pairs.iter().map(|pair| pair.1.as_secs_f64()));
    let ratio = median(
        pairs
            .iter()
            .map(|pair| pair.1.as_secs_f64() / pair.0.as_secs_f64()),
    );
    format!(
        "falconet scan {scan:.2} s, serde_json loop {baseline:.2} s, medians of {PAIRS}\nfalconet's events a second over the loop's: {ratio:.2}"
    )
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_the_median_of_the_pairs_and_not_of_the_sums() {
        let second = Duration::from_secs(1);
        let pairs = [
            (second, second * 4),
            (second * 2, second * 4),
            (second, second * 9),
        ];
        assert!(
            report(&pairs).ends_with("over the loop's: 4.00"),
            "{}",
            report(&pairs)
        );
    }

    #[test]
    fn there_must_be_one_file() {
        let workspace = Workspace::find().unwrap();
        assert!(matches!(run(&workspace, &[]), Err(Error::Usage(_))));
    }
}
