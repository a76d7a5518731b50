//! `interpreter scan`: a recorded case, as `falconet scan` would judge it.

use std::env;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use falconet_interpreter::{Judge, Stack};
use serde_json::{Value, json};

use crate::{Failure, read};

const MODULE: &str = "FALCONET_BASELINE_WASM";

/// What was typed.
#[derive(Default)]
struct Options {
    rules: Vec<PathBuf>,
    settings: Vec<String>,
    inputs: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let options = Options::of(arguments)?;
    let module = env::var_os(MODULE).ok_or(Failure::Usage)?;
    let stack = Stack(1 << 20);
    let mut judge = Judge::load(&read(module.as_ref())?, stack, &options.request()?)?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = since.map_or(0, |since| since.as_nanos());
    judge.tell_time(u64::try_from(now).unwrap_or(u64::MAX))?;
    let mut out = io::stdout().lock();
    for path in options.inputs.iter().try_fold(Vec::new(), files_of)? {
        if let Some(input) = input(&path)? {
            out.write_all(&judge.judge(&input)?)?;
        }
    }
    out.write_all(judge.statistics()?.as_bytes())?;
    Ok(())
}

impl Options {
    fn of(arguments: &[&str]) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or(Failure::Usage);
            match *argument {
                "-r" => options.rules.push(value()?.into()),
                "-o" => options.settings.push((*value()?).to_owned()),
                input => options.inputs.push(input.into()),
            }
        }
        Ok(options)
    }

    fn request(&self) -> Result<Value, Failure> {
        let file = |path: &PathBuf| {
            let text = String::from_utf8_lossy(&read(path)?).into_owned();
            Ok(json!({"name": path.display().to_string(), "text": text}))
        };
        let files: Result<Vec<Value>, Failure> = self.rules.iter().map(file).collect();
        let hostname = env::var("FALCO_HOSTNAME").unwrap_or_default();
        Ok(json!({
            "files": files?,
            "settings": self.settings,
            "hostname": hostname,
            "evt_hostname": hostname,
            "utc_offset_seconds": offset(&env::var("TZ").unwrap_or_default()),
        }))
    }
}

/// Seconds east of Greenwich in a zone that is written as a name and hours west, such as `EST5`.
fn offset(zone: &str) -> i32 {
    let hours = zone.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    -3600 * hours.parse::<i32>().unwrap_or_default()
}

/// The files of a path in the order of their names, those that may be events.
fn files_of(mut files: Vec<PathBuf>, path: &PathBuf) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        files.push(path.clone());
        return Ok(files);
    }
    let unreadable = |error| Failure::Unreadable(path.clone(), error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.retain(|entry| entry.is_dir() || is_events(entry));
    entries.sort();
    entries.iter().try_fold(files, files_of)
}

fn is_events(path: &Path) -> bool {
    let name = path.to_string_lossy();
    [".json", ".json.gz"].iter().any(|end| name.ends_with(end))
}

/// The bytes of a file, decompressed; nothing if it is no gzip though its name says so.
fn input(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let bytes = read(path)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(Some(bytes));
    }
    let mut plain = Vec::new();
    let whole = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain);
    Ok(whole.is_ok().then_some(plain))
}
