//! Secrets: in the configuration, in a file of their own, or in the environment.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Largest file of a secret.
const MOST_BYTES: u64 = 64 * 1024;

/// Where a secret stands: `TEXT`, `{file: PATH}` or `{env: NAME}`.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a text, `{file: PATH}` or `{env: NAME}`"
)]
pub(crate) enum Secret {
    /// Here.
    #[schemars(extend("format" = "password"))]
    Text(String),
    /// In a file; a newline at its end does not belong to it.
    File(InFile),
    /// In a variable of the environment.
    Variable(InVariable),
}

/// A secret in a file.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InFile {
    /// The file.
    file: PathBuf,
}

/// A secret in the environment.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InVariable {
    /// The name of the variable.
    env: String,
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    /// Its file cannot be read.
    #[error("cannot read the secret in `{path}`: {error}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The variable is not set.
    #[error("the variable `{0}` is not set, or is no text")]
    Unset(String),
    /// Nothing is no secret.
    #[error("a secret is empty")]
    Empty,
}

impl Secret {
    /// The file that it stands in.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(InFile { file }) => Some(file),
            Self::Text(_) | Self::Variable(_) => None,
        }
    }

    /// Reads it.
    pub(crate) fn read(&self) -> Result<String, SecretError> {
        let secret = match self {
            Self::Text(text) => text.clone(),
            Self::File(InFile { file }) => {
                read_file(file).map_err(|error| SecretError::Unreadable {
                    path: file.display().to_string(),
                    error,
                })?
            }
            Self::Variable(InVariable { env }) => {
                std::env::var(env).map_err(|_| SecretError::Unset(env.clone()))?
            }
        };
        if secret.is_empty() {
            return Err(SecretError::Empty);
        }
        Ok(secret)
    }
}

fn read_file(path: &PathBuf) -> io::Result<String> {
    let mut secret = String::new();
    let file = fs::File::open(path)?;
    file.take(MOST_BYTES).read_to_string(&mut secret)?;
    let length = secret.trim_end_matches(['\r', '\n']).len();
    secret.truncate(length);
    Ok(secret)
}

/// A secret is never shown.
impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => out.write_str("a secret"),
            Self::File(InFile { file }) => write!(out, "a secret in `{}`", file.display()),
            Self::Variable(InVariable { env }) => write!(out, "a secret in ${env}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        serde_saphyr::from_str(text).unwrap()
    }

    #[test]
    fn a_secret_stands_here_in_a_file_or_in_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        fs::write(&path, "s3cret\r\n").unwrap();
        let in_file = secret(&format!("{{file: '{}'}}", path.display()));
        assert_eq!(in_file.read().unwrap(), "s3cret");
        assert_eq!(secret("s3cret").read().unwrap(), "s3cret");
        assert!(!secret("{env: PATH}").read().unwrap().is_empty());
    }

    #[test]
    fn a_secret_that_is_missing_is_told_with_its_place() {
        let missing = secret("{file: /no/such/file}").read().unwrap_err();
        assert!(missing.to_string().contains("`/no/such/file`"), "{missing}");
        let unset = secret("{env: FALCONET_NO_SUCH}").read().unwrap_err();
        assert!(unset.to_string().contains("`FALCONET_NO_SUCH`"), "{unset}");
        assert!(matches!(secret("''").read(), Err(SecretError::Empty)));
    }

    #[test]
    fn a_secret_is_not_shown_and_its_form_is_told() {
        assert!(!format!("{:?}", secret("s3cret")).contains("s3cret"));
        let error = serde_saphyr::from_str::<Secret>("{flie: token}");
        let error = error.unwrap_err().to_string();
        assert!(error.contains("`{file: PATH}` or `{env: NAME}`"), "{error}");
    }
}
