//! `cargo xtask catalogue`: the names of AWS' API operations as the lints know them, read from botocore's models.
//!
//! Several botocores may be given: what a service was called when it still existed stays a name that AWS writes.

mod encode;
mod members;
mod model;
mod source;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::console;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;
use model::Models;

/// Where the catalogue stands in the repository.
const CATALOGUE: &str = "crates/lint/src/aws/catalogue.txt";

/// Reads the models of each botocore in `arguments` and writes the catalogue.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    if arguments.is_empty() {
        return Err(Error::Usage(
            "cargo xtask catalogue FOLDER...: folders that hold an unpacked `botocore`".to_owned(),
        ));
    }
    let mut models = Models::default();
    for folder in arguments {
        models.read(&PathBuf::from(folder))?;
    }
    let text = encode::catalogue(&models);
    files::write(&workspace.path(CATALOGUE), text.as_bytes())?;
    console::line(&format!(
        "{} operations of {} APIs, {} bytes",
        models.operations(),
        models.apis.len(),
        text.len()
    ))
}
