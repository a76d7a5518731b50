//! Reading a configuration: the file, then the environment over it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use serde_json::{Map, Value};
use serde_saphyr::Error;

use super::environment::OverrideError;
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

/// The text of a file; nothing if it is too large. What it says of its length is not believed: it may be a pipe, or grow.
fn read(path: &Path) -> io::Result<Option<String>> {
    let mut text = String::new();
    let mut file = File::open(path)?.take(MOST_BYTES + 1);
    let read = file.read_to_string(&mut text)?;
    Ok((read as u64 <= MOST_BYTES).then_some(text))
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
    let unset = tree.clone();
    overrides.apply(&mut tree)?;
    serde_json::from_value(tree).map_err(|error| match alone {
        Err(alone) if !is_missing(&alone) => malformed(name, &alone),
        _ => misset(overrides, &unset, error),
    })
}

/// Names the variable that is wrong, where it can be told.
fn misset(overrides: &Overrides, unset: &Value, error: serde_json::Error) -> ConfigError {
    let said = error.to_string();
    let understood = |tree| match serde_json::from_value::<Config>(tree) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    };
    match overrides.culprit(unset, &said, understood) {
        Some(variable) => ConfigError::Variable(variable.to_owned(), OverrideError::Value(said)),
        None => ConfigError::Variables(overrides.names(), error),
    }
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn no_more_is_read_than_a_configuration_may_have_whatever_the_file_says_of_its_length() {
        assert!(fs::metadata("/dev/zero").unwrap().len() < MOST_BYTES);
        let endless = Config::read(Path::new("/dev/zero"), &Overrides::default()).unwrap_err();
        assert!(matches!(endless, ConfigError::TooLarge(_)), "{endless}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("falconet.yaml");
        for (length, is_read) in [(MOST_BYTES, true), (MOST_BYTES + 1, false)] {
            fs::write(&path, " ".repeat(usize::try_from(length).unwrap())).unwrap();
            assert_eq!(read(&path).unwrap().is_some(), is_read);
        }
    }
}
