//! A case: a folder with rules, events, and what Falco printed.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::error::Error;
use crate::files;

/// One case.
#[derive(Debug)]
pub(crate) struct Case {
    /// The folder's name.
    pub(crate) name: String,
    /// The folder.
    pub(crate) folder: PathBuf,
    /// What `case.json` says.
    pub(crate) plan: Plan,
}

/// What `case.json` says.
#[derive(Debug, Deserialize)]
pub(crate) struct Plan {
    /// What the case shows.
    #[serde(default)]
    pub(crate) note: String,
    /// What is done with the rules.
    pub(crate) mode: Mode,
    /// Falco's exit code.
    pub(crate) exit: i32,
    /// Whether its rules are a public project's, which stay where they are, and so does what they print.
    #[serde(default)]
    pub(crate) upstream: bool,
    /// Falco's settings, in the order they were given.
    #[serde(default)]
    pub(crate) options: Pairs,
    /// The environment.
    #[serde(default)]
    pub(crate) env: Pairs,
    /// What the events are wrapped in, which Falco does not ask.
    #[serde(default)]
    pub(crate) wrapping: Option<String>,
    /// Whether alerts have ids, which those of Falco have not.
    #[serde(default)]
    pub(crate) alert_id: bool,
}

/// What is done with a case's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// Events are judged by them.
    Run,
    /// They are checked.
    Validate,
}

/// A JSON object of strings whose order counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs(pub(crate) Vec<(String, String)>);

impl Case {
    fn read(folder: &Path) -> Result<Self, Error> {
        let folder = folder.canonicalize().map_err(Error::file("find", folder))?;
        let path = folder.join("case.json");
        let plan = serde_json::from_slice(&files::read(&path)?)
            .map_err(Error::json(path.display().to_string()))?;
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Self { name, folder, plan })
    }

    /// Whether events are judged, as Falco does it.
    pub(crate) fn is_plain_run(&self) -> bool {
        self.plan.mode == Mode::Run && self.plan.wrapping.is_none() && !self.plan.alert_id
    }

    /// What Falco printed.
    pub(crate) fn expected(&self) -> Result<Vec<u8>, Error> {
        files::read(&self.folder.join(match self.plan.mode {
            Mode::Run => "alerts.jsonl",
            Mode::Validate => "validate.json",
        }))
    }

    /// The events, relative to the folder: a file or a folder.
    pub(crate) fn input(&self) -> &'static str {
        if self.folder.join("events").is_dir() {
            "events"
        } else {
            "events.json"
        }
    }
}

/// The cases of some folders, in name order within each.
pub(crate) fn find_all(folders: &[PathBuf]) -> Result<Vec<Case>, Error> {
    let mut cases = Vec::new();
    for folder in folders {
        let found = case_folders(folder)?;
        if found.is_empty() {
            let help = "name a folder that holds case.json, or a folder of such folders";
            return Err(Error::wrong(
                format!("there is no case in `{}`", folder.display()),
                help,
            ));
        }
        for case in found {
            cases.push(Case::read(&case)?);
        }
    }
    Ok(cases)
}

fn case_folders(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if is_case(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = fs::read_dir(folder).map_err(Error::file("read", folder))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_case(path))
        .collect();
    found.sort();
    Ok(found)
}

fn is_case(folder: &Path) -> bool {
    folder.join("case.json").is_file()
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_keep_their_order() {
        let plan: Plan =
            serde_json::from_str(r#"{"mode":"run","exit":0,"options":{"z[]":"1","a[0]":"2"}}"#)
                .unwrap();
        assert_eq!(
            plan.options.0,
            [
                ("z[]".to_owned(), "1".to_owned()),
                ("a[0]".to_owned(), "2".to_owned())
            ]
        );
        assert_eq!(plan.mode, Mode::Run);
    }

    #[test]
    fn a_setting_that_is_no_text_is_refused() {
        assert!(
            serde_json::from_str::<Plan>(r#"{"mode":"run","exit":0,"options":{"a":1}}"#).is_err()
        );
        assert!(serde_json::from_str::<Plan>(r#"{"mode":"walk","exit":0}"#).is_err());
    }

    #[test]
    fn a_folder_without_cases_is_an_error() {
        assert!(
            find_all(&[PathBuf::from("src")])
                .unwrap_err()
                .to_string()
                .contains("there is no case in `src`")
        );
    }
}
