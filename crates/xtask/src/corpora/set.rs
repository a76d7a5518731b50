//! A set of random rules and events, and what Falco made of them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// What can be checked of a set, with the file that holds Falco's answer. A set has some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// Alerts with `rule_matching=all`.
    AlertsAll,
    /// Alerts with `rule_matching=first`.
    AlertsFirst,
    /// The document of `falco -V`.
    Validate,
}

impl Check {
    const ALL: [Self; 3] = [Self::AlertsAll, Self::AlertsFirst, Self::Validate];

    /// As it is written in file names and messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AlertsAll => "alerts-all",
            Self::AlertsFirst => "alerts-first",
            Self::Validate => "validate",
        }
    }

    fn file(self) -> &'static str {
        match self {
            Self::AlertsAll => "alerts-all.jsonl.gz",
            Self::AlertsFirst => "alerts-first.jsonl.gz",
            Self::Validate => "validate.json.gz",
        }
    }
}

/// A check of a set.
#[derive(Debug)]
pub(crate) struct SetCheck {
    /// The set's folder.
    pub(crate) folder: PathBuf,
    /// What is checked.
    pub(crate) check: Check,
}

impl SetCheck {
    /// The set's name.
    pub(crate) fn set(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// What Falco printed.
    pub(crate) fn expected(&self) -> Result<Vec<u8>, Error> {
        unpacked(&self.folder.join(self.check.file()))
    }
}

/// Every check of some sets, or of folders of sets, in name order within each.
pub(crate) fn find_all(folders: &[PathBuf]) -> Result<Vec<SetCheck>, Error> {
    let mut checks = Vec::new();
    for folder in folders {
        let before = checks.len();
        for set in sets(folder)? {
            let present = |check: &Check| set.join(check.file()).is_file();
            checks.extend(
                Check::ALL
                    .into_iter()
                    .filter(present)
                    .map(|check| SetCheck {
                        folder: set.clone(),
                        check,
                    }),
            );
        }
        if checks.len() == before {
            return Err(nothing(folder));
        }
    }
    Ok(checks)
}

fn nothing(folder: &Path) -> Error {
    Error::wrong(
        format!("there is no set with answers in `{}`", folder.display()),
        "name a folder that holds rules.yaml and answers of Falco, or a folder of such folders",
    )
}

/// The sets of a folder in name order; the folder itself if it is a set.
pub(crate) fn sets(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let is_set = |path: &Path| path.join("rules.yaml").is_file();
    if is_set(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = fs::read_dir(folder).map_err(Error::file("read", folder))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut sets: Vec<PathBuf> = paths.filter(|path| is_set(path)).collect();
    sets.sort();
    Ok(sets)
}

fn unpacked(path: &Path) -> Result<Vec<u8>, Error> {
    let file = fs::File::open(path).map_err(Error::file("read", path))?;
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(file)
        .read_to_end(&mut bytes)
        .map_err(Error::file("decompress", path))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn sets() -> PathBuf {
        Workspace::find().unwrap().path("tests/fuzz")
    }

    #[test]
    fn a_set_is_checked_for_what_falco_answered() {
        let names = |set: &str| -> Vec<_> {
            let checks = find_all(&[sets().join(set)]).unwrap();
            checks.iter().map(|check| check.check.name()).collect()
        };
        assert_eq!(
            names("plain-01"),
            ["alerts-all", "alerts-first", "validate"]
        );
        assert_eq!(names("plain-02"), ["alerts-all", "validate"]);
    }

    #[test]
    fn a_folder_of_sets_is_all_of_them() {
        let checks = find_all(&[sets()]).unwrap();
        assert_eq!(checks.first().unwrap().set(), "fields-01");
        assert!(checks.len() > 7);
        assert!(
            checks
                .first()
                .unwrap()
                .expected()
                .unwrap()
                .starts_with(b"{")
        );
    }

    #[test]
    fn a_folder_without_sets_is_an_error() {
        let error = find_all(&[PathBuf::from("src")]).unwrap_err().to_string();
        assert!(error.contains("no set with answers in `src`"), "{error}");
    }
}
