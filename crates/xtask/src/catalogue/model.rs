//! What is read from botocore's models: `botocore/data/SERVICE/VERSION/service-2.json[.gz]`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;

use super::members::Members;
use super::source;
use crate::error::Error;
use crate::files;

/// An API: its event sources and its operations with the tracked members of each one's request.
#[derive(Debug, Default)]
pub(super) struct Api {
    /// Candidates for the event source, the likelier first.
    pub(super) sources: Vec<String>,
    /// Members by name of the operation.
    pub(super) operations: BTreeMap<String, Members>,
}

/// Everything read so far.
#[derive(Debug, Default)]
pub(super) struct Models {
    /// Versions of botocore.
    pub(super) versions: BTreeSet<String>,
    /// By the name that botocore has for the service.
    pub(super) apis: BTreeMap<String, Api>,
}

#[derive(Deserialize)]
struct Model {
    metadata: Metadata,
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
}

/// What a model says of its service.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    /// First part of the host name.
    pub(super) endpoint_prefix: String,
    /// Name in signatures, where it is another.
    pub(super) signing_name: Option<String>,
}

#[derive(Deserialize)]
struct Operation {
    input: Option<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    shape: String,
}

#[derive(Deserialize)]
struct Shape {
    #[serde(default)]
    members: BTreeMap<String, Member>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    location_name: Option<String>,
}

impl Models {
    /// Adds what the botocore in `folder` has.
    pub(super) fn read(&mut self, folder: &Path) -> Result<(), Error> {
        let botocore = folder.join("botocore");
        self.versions.insert(version(&botocore)?);
        for service in folders_of(&botocore.join("data"))? {
            let name = file_name(&service);
            for file in model_files(&service)? {
                self.add(&name, read_model(&file)?);
            }
        }
        Ok(())
    }

    /// How many operations there are.
    pub(super) fn operations(&self) -> usize {
        self.apis.values().map(|api| api.operations.len()).sum()
    }

    fn add(&mut self, name: &str, model: Model) {
        let api = self.apis.entry(name.to_owned()).or_default();
        for source in source::candidates(&model.metadata) {
            if !api.sources.contains(&source) {
                api.sources.push(source);
            }
        }
        for (name, operation) in model.operations {
            let members = request_members(operation.input.as_ref(), &model.shapes);
            let known = api.operations.entry(name).or_default();
            *known = known.with(members);
        }
    }
}

fn request_members(input: Option<&Reference>, shapes: &BTreeMap<String, Shape>) -> Members {
    let mut members = Members::default();
    let shape = input.and_then(|input| shapes.get(&input.shape));
    for (name, member) in shape.into_iter().flat_map(|shape| &shape.members) {
        members.note(name);
        members.note(member.location_name.as_deref().unwrap_or_default());
    }
    members
}

fn version(botocore: &Path) -> Result<String, Error> {
    let path = botocore.join("__init__.py");
    let text = files::read_text(&path)?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("__version__ = "));
    let version = line.map(|line| line.trim_matches(['\'', '"']).to_owned());
    version.ok_or_else(|| {
        Error::wrong(
            format!("`{}` has no `__version__`", path.display()),
            "name the folder that holds an unpacked `botocore`",
        )
    })
}

fn folders_of(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = std::fs::read_dir(path).map_err(Error::file("read", path))?;
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    Ok(folders)
}

fn model_files(service: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for version in folders_of(service)? {
        let files = files::files_of(&version)?;
        found.extend(files.into_iter().filter(|path| is_model(path)));
    }
    Ok(found)
}

fn is_model(path: &Path) -> bool {
    matches!(
        file_name(path).as_str(),
        "service-2.json" | "service-2.json.gz"
    )
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default()
        .into_owned()
}

fn read_model(path: &Path) -> Result<Model, Error> {
    let bytes = files::read(path)?;
    let text = if path.extension() == Some(OsStr::new("gz")) {
        unzipped(&bytes, path)?
    } else {
        bytes
    };
    serde_json::from_slice(&text).map_err(Error::json(format!("`{}`", path.display())))
}

fn unzipped(bytes: &[u8], path: &Path) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    GzDecoder::new(bytes)
        .read_to_end(&mut text)
        .map_err(Error::file("unpack", path))?;
    Ok(text)
}
