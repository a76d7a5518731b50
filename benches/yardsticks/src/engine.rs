//! The engine as `falconet scan` runs it, batch by batch, but compiled for this machine: no module, no sandbox.

use std::fs::File;
use std::io::{self, Read, Write};

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};

use crate::USAGE;
use crate::error::Error;
use crate::lines::BATCH;

/// What to judge, and how.
#[derive(Debug, Default)]
struct Options {
    rules: Vec<String>,
    settings: Settings,
    inputs: Vec<String>,
}

/// Judges inputs; alerts go to standard output.
pub(crate) fn run(arguments: &[String]) -> Result<(), Error> {
    let options = Options::of(arguments)?;
    let rules = options.rules.iter().map(|path| {
        let text = std::fs::read_to_string(path)?;
        Ok((path.clone(), text))
    });
    let mut engine = load(&rules.collect::<io::Result<Vec<_>>>()?, &options.settings)?;
    let mut out = io::stdout().lock();
    for input in &options.inputs {
        judge(&mut engine, File::open(input)?, |judged| {
            out.write_all(&judged.lines)
        })?;
    }
    Ok(())
}

/// An engine with rules, given as names and texts.
pub(crate) fn load(rules: &[(String, String)], settings: &Settings) -> Result<Engine, Error> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    for (name, text) in rules {
        if !loader.load(name, text).successful() {
            return Err(Error::Rules(name.clone()));
        }
    }
    let all = || rules.iter().map(|rule| rule.0.clone()).collect::<Vec<_>>();
    let ruleset = loader
        .into_ruleset()
        .ok_or_else(|| Error::Rules(all().join(", ")))?;
    let environment = Environment {
        hostname: std::env::var("FALCO_HOSTNAME").unwrap_or_default(),
        ..Environment::default()
    };
    Ok(Engine::new(
        &ruleset,
        &catalogue,
        settings,
        &environment,
        Limits::default(),
    )?)
}

/// Judges one input in batches of the size that the host uses.
pub(crate) fn judge(
    engine: &mut Engine,
    mut input: impl Read,
    mut take: impl FnMut(&BatchResult) -> io::Result<()>,
) -> io::Result<()> {
    let mut batch = vec![0; BATCH];
    let mut judged = BatchResult::default();
    let mut begins = true;
    loop {
        let filled = fill(&mut input, &mut batch)?;
        let ends = filled < batch.len();
        engine.eval(
            batch.get(..filled).unwrap_or_default(),
            begins,
            ends,
            &mut judged,
        );
        take(&judged)?;
        if ends {
            return Ok(());
        }
        begins = false;
    }
}

/// Reads until the batch is full or the input ends.
fn fill(input: &mut impl Read, batch: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = batch.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match input.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

impl Options {
    /// As `falconet scan` takes them.
    fn of(arguments: &[String]) -> Result<Self, Error> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(Error::Usage(USAGE));
            match argument.as_str() {
                "-r" => options.rules.push(value()?.clone()),
                "-o" => options.settings.apply(value()?)?,
                _ => options.inputs.push(argument.clone()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "- {rule: r, desc: d, condition: ct.name = x, output: o, priority: INFO, source: aws_cloudtrail}";

    #[test]
    fn an_input_of_several_batches_is_judged_whole() {
        let rules = [("rules.yaml".to_owned(), RULE.to_owned())];
        let mut engine = load(&rules, &Settings::default()).unwrap();
        let event =
            "{\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventType\":\"\",\"eventName\":\"x\"}\n";
        let input = event.repeat(2 * BATCH / event.len());
        let mut alerts = 0;
        judge(&mut engine, input.as_bytes(), |judged| {
            alerts += judged.alerts;
            Ok(())
        })
        .unwrap();
        assert_eq!(alerts, 2 * BATCH as u64 / event.len() as u64);
    }
}
