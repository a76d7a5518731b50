//! The command lines of the corpora.

use std::path::{Path, PathBuf};

use super::Engine;
use crate::error::Error;
use crate::golden::Known;
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Request {
    /// The differences that count as passed.
    pub(crate) known: Known,
    /// What runs the corpus: all engines, unless some are named.
    pub(crate) engines: Vec<Engine>,
    /// The corpus.
    pub(crate) paths: Vec<PathBuf>,
}

impl Request {
    /// Reads a command line. `usage` is shown if it makes no sense.
    pub(crate) fn read(
        workspace: &Workspace,
        arguments: &[String],
        usage: &'static str,
    ) -> Result<Self, Error> {
        let mut request = Self {
            known: Known::default(),
            engines: Vec::new(),
            paths: Vec::new(),
        };
        let mut arguments = arguments.iter().map(String::as_str);
        while let Some(argument) = arguments.next() {
            let read = request.take(argument, &mut arguments, workspace)?;
            read.ok_or_else(|| Error::Usage(usage.to_owned()))?;
        }
        if request.paths.is_empty() {
            return Err(Error::Usage(usage.to_owned()));
        }
        if request.engines.is_empty() {
            request.engines = Engine::ALL.to_vec();
        }
        Ok(request)
    }

    /// Takes an argument, and its value from those that follow; nothing if it makes no sense.
    fn take<'a>(
        &mut self,
        argument: &str,
        rest: &mut impl Iterator<Item = &'a str>,
        workspace: &Workspace,
    ) -> Result<Option<()>, Error> {
        match argument {
            "--known" => {
                let Some(file) = rest.next() else {
                    return Ok(None);
                };
                self.known = Known::read(Path::new(file), workspace)?;
            }
            "--engine" => match rest.next().and_then(Engine::named) {
                Some(engine) => self.engines.push(engine),
                None => return Ok(None),
            },
            option if option.starts_with('-') => return Ok(None),
            path => self.paths.push(absolute(Path::new(path))?),
        }
        Ok(Some(()))
    }
}

/// Programs are run in the workspace, wherever the command was.
fn absolute(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize().map_err(Error::file("find", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Request, Error> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        Request::read(&Workspace::find().unwrap(), &arguments, "usage: it")
    }

    #[test]
    fn all_engines_run_a_corpus_unless_some_are_named() {
        assert_eq!(read(&["src"]).unwrap().engines, Engine::ALL);
        let named = read(&["--engine", "node", "src", "--engine", "native"]).unwrap();
        assert_eq!(named.engines, [Engine::Node, Engine::Native]);
        assert!(named.paths[0].is_absolute());
    }

    #[test]
    fn a_command_line_that_makes_no_sense_is_a_usage_error() {
        for arguments in [
            &[][..],
            &["--engine", "wasmer", "src"],
            &["--engine"],
            &["--known"],
            &["--fast", "src"],
        ] {
            assert!(
                matches!(read(arguments), Err(Error::Usage(_))),
                "{arguments:?}"
            );
        }
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        assert!(
            read(&["no/such"])
                .unwrap_err()
                .to_string()
                .contains("`no/such`")
        );
    }
}
