//! What judging costs as an input grows, for inputs that are made to be slow.

mod shapes;
mod sizes;

use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use falconet_engine::{BatchResult, Engine, Settings};

use crate::engine;
use crate::error::Error;
use shapes::{SHAPES, Shape};

/// What is judged at once: what the host gives the module, and so little that records straddle many batches.
const BATCHES: [usize; 2] = [1 << 20, 4 << 10];

/// How often each input is judged; the least time counts.
const REPEATS: usize = 3;

/// Rules that read what the inputs hold, search it, and show it.
const RULES: &str = r#"
- rule: Searched
  desc: d
  condition: >
    ct.useragent contains aaaaaaaaaaaaaaab or ct.useragent regex "(a|aa)+b$" or ct.useragent glob "*a*a*a*b" or
    ct.request contains aaaaaaaaaaaaaaab or ct.request endswith "aab" or tolower(ct.useragent) = aab
  output: searched
  priority: INFO
  source: aws_cloudtrail
- rule: Shown
  desc: d
  condition: json.value[/shown] exists
  output: "%ct.useragent %json.value[/requestParameters] %ct.request.name"
  priority: INFO
  source: aws_cloudtrail
"#;

/// Judges every input in every size and prints a line for each: its name, bytes in a batch, bytes, nanoseconds.
pub(crate) fn run() -> Result<(), Error> {
    let mut engine = load()?;
    let mut out = io::stdout().lock();
    for shape in SHAPES {
        for batch in BATCHES {
            for size in sizes::ALL {
                let input = (shape.make)(size);
                let took = least(&mut engine, shape, &input, batch)?;
                let (name, bytes, took) = (shape.name, input.len(), took.as_nanos());
                writeln!(out, "{name}\t{batch}\t{bytes}\t{took}")?;
            }
        }
    }
    Ok(())
}

fn load() -> Result<Engine, Error> {
    let rules = [("growth.yaml".to_owned(), RULES.to_owned())];
    let mut settings = Settings::default();
    settings.apply("rule_matching=all")?;
    engine::load(&rules, &settings)
}

fn least(
    engine: &mut Engine,
    shape: &Shape,
    input: &[u8],
    batch: usize,
) -> Result<Duration, Error> {
    let mut least = Duration::MAX;
    for _ in 0..REPEATS {
        let started = Instant::now();
        let found = judge(engine, input, batch);
        least = least.min(started.elapsed());
        shape.check(input, found)?;
    }
    Ok(least)
}

/// What became of an input.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    events: u64,
    refused: u64,
}

fn judge(engine: &mut Engine, input: &[u8], size: usize) -> Found {
    let mut found = Found::default();
    let mut judged = BatchResult::default();
    let mut start = 0;
    while let Some(rest) = input.get(start..).filter(|rest| !rest.is_empty()) {
        let batch = rest.get(..size).unwrap_or(rest);
        let ends = batch.len() == rest.len();
        engine.eval(batch, start == 0, ends, &mut judged);
        found.events += judged.events;
        found.refused += judged.malformed + judged.skipped;
        start += batch.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_judged_as_it_says_in_whatever_batches() {
        let mut engine = load().unwrap();
        for shape in SHAPES {
            for batch in BATCHES {
                let input = (shape.make)(50_000);
                let len = input.len();
                assert!((25_000..100_000).contains(&len), "{}: {len}", shape.name);
                shape
                    .check(&input, judge(&mut engine, &input, batch))
                    .unwrap();
            }
        }
    }
}
