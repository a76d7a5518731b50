//! A set of random rules and random events: `rules.yaml` and `events.ndjson.gz`.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use falconet_engine::settings::SettingError;
use falconet_engine::{BatchResult, Engine, EngineError, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

/// The machine's name when Falco was run on the sets.
const HOSTNAME: &str = "falconet-test";

/// Bytes handed over at a time, so that records straddle batches.
const CHUNK: usize = 1 << 16;

/// Why a set gives nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetError {
    #[error("cannot read `{0}`: {1}")]
    Read(PathBuf, io::Error),
    #[error("the rules do not load: {0}")]
    Rules(String),
    #[error(transparent)]
    Setting(#[from] SettingError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("with the index of rules there are other alerts than without it")]
    Index,
}

/// The alerts of a set.
pub(crate) fn alerts(folder: &Path, matching: &str) -> Result<Vec<u8>, SetError> {
    let catalogue = Catalogue::builtin();
    let ruleset = load(&read_text(&folder.join("rules.yaml"))?, &catalogue)?;
    let events = unpacked(&folder.join("events.ndjson.gz"))?;
    let mut settings = Settings::default();
    settings.apply(&format!("rule_matching={matching}"))?;
    settings.apply("plugins_hostinfo=false")?;
    let environment = Environment {
        hostname: HOSTNAME.to_owned(),
        ..Environment::default()
    };
    let engine = || {
        Engine::new(
            &ruleset,
            &catalogue,
            &settings,
            &environment,
            Limits::default(),
        )
    };
    let indexed = judged(engine()?, &events, CHUNK);
    let plain = judged(engine()?.without_index(), &events, events.len().max(1));
    if indexed == plain {
        Ok(indexed)
    } else {
        Err(SetError::Index)
    }
}

/// The document that `falco -V` prints for the rules.
pub(crate) fn validated(folder: &Path) -> Result<Vec<u8>, SetError> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    loader.load("rules.yaml", &read_text(&folder.join("rules.yaml"))?);
    Ok((loader.load_results() + "\n").into_bytes())
}

fn load(rules: &str, catalogue: &Catalogue) -> Result<Ruleset, SetError> {
    let mut loader = Loader::new(catalogue, LoadOptions::default());
    let summary = loader.load("rules.yaml", rules).summary();
    loader.into_ruleset().ok_or(SetError::Rules(summary))
}

fn judged(mut engine: Engine, events: &[u8], chunk: usize) -> Vec<u8> {
    let mut lines = Vec::new();
    let mut batch = BatchResult::default();
    let chunks = events.len().div_ceil(chunk);
    for (at, bytes) in events.chunks(chunk).enumerate() {
        engine.eval(bytes, at == 0, at + 1 == chunks, &mut batch);
        lines.extend_from_slice(&batch.lines);
    }
    lines
}

fn read_text(path: &Path) -> Result<String, SetError> {
    fs::read_to_string(path).map_err(|error| SetError::Read(path.to_owned(), error))
}

fn unpacked(path: &Path) -> Result<Vec<u8>, SetError> {
    let error = |error| SetError::Read(path.to_owned(), error);
    let file = fs::File::open(path).map_err(error)?;
    let mut bytes = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(file);
    reader.read_to_end(&mut bytes).map_err(error)?;
    Ok(bytes)
}
