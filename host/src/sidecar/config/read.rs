//! Reading a configuration: the file, then the environment over it.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value};
use serde_saphyr::Error;

use super::nearest::did_you_mean;
use super::{Config, ConfigError, Overrides};

/// What there is without any configuration.
const PIPE: &str = "{inputs: [{type: stdin}], outputs: [{type: stdout, required: true}]}";
/// Largest configuration file.
const MOST_BYTES: u64 = 1 << 20;

impl Config {
    /// Reads a configuration file, and what variables set over it.
    pub(crate) fn read(path: &Path, overrides: &Overrides) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        let text = read(path).map_err(|error| ConfigError::Unreadable {
            path: name.clone(),
            error,
        })?;
        let text = text.ok_or_else(|| ConfigError::TooLarge(name.clone()))?;
        Self::parse(&name, &text, overrides)
    }

    /// Lines of standard input are judged, and alerts go to standard output; nothing is kept in a folder.
    pub(crate) fn pipe(overrides: &Overrides) -> Result<Self, ConfigError> {
        let pipe = Self::parse("standard input to standard output", PIPE, overrides)?;
        Ok(Self {
            is_pipe: true,
            ..pipe
        })
    }

    pub(super) fn parse(
        name: &str,
        text: &str,
        overrides: &Overrides,
    ) -> Result<Self, ConfigError> {
        let alone = serde_saphyr::from_str::<Self>(text);
        let config = if overrides.is_empty() {
            alone.map_err(|error| malformed(name, &error))?
        } else {
            overridden(name, text, alone, overrides)?
        };
        match config.contradiction() {
            Some(contradiction) => Err(ConfigError::Contradiction(name.to_owned(), contradiction)),
            None => Ok(config),
        }
    }
}

/// The text of a file; nothing if it is too large.
fn read(path: &Path) -> io::Result<Option<String>> {
    if fs::metadata(path)?.len() > MOST_BYTES {
        return Ok(None);
    }
    fs::read_to_string(path).map(Some)
}

/// What the file lacks may come from variables; what it has wrong is told with its place, if it is not set anew.
fn overridden(
    name: &str,
    text: &str,
    alone: Result<Config, Error>,
    overrides: &Overrides,
) -> Result<Config, ConfigError> {
    let mut tree = match &alone {
        Ok(config) => serde_json::to_value(config).map_err(ConfigError::Unprintable)?,
        Err(_) => tree(name, text)?,
    };
    overrides.apply(&mut tree)?;
    serde_json::from_value(tree).map_err(|error| match alone {
        Err(alone) if !is_missing(&alone) => malformed(name, &alone),
        _ => ConfigError::Variables(overrides.names(), error),
    })
}

fn is_missing(error: &Error) -> bool {
    matches!(error.without_snippet(), Error::SerdeMissingField { .. })
}

fn tree(name: &str, text: &str) -> Result<Value, ConfigError> {
    match serde_saphyr::from_str(text) {
        Ok(Value::Null) => Ok(Value::Object(Map::new())),
        Ok(tree) => Ok(tree),
        Err(error) => Err(malformed(name, &error)),
    }
}

/// The parser's message; of a name that is not known, the one that was probably meant.
fn malformed(name: &str, error: &Error) -> ConfigError {
    let (what, word, names) = match error.without_snippet() {
        Error::SerdeUnknownField {
            field, expected, ..
        } => ("key ", field, expected),
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => ("", variant, expected),
        _ => return ConfigError::Malformed(name.to_owned(), error.to_string()),
    };
    let place = error.location().map_or_else(String::new, |location| {
        format!("line {} column {}: ", location.line(), location.column())
    });
    let help = did_you_mean(word, names).unwrap_or_else(|| format!("; {}", one_of(names)));
    ConfigError::Malformed(
        name.to_owned(),
        format!("{place}there is no {what}`{word}`{help}"),
    )
}

fn one_of(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match &names[..] {
        [] => "nothing may stand there".to_owned(),
        names => format!("one of {} is expected", names.join(", ")),
    }
}
