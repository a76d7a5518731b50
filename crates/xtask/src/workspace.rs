//! Where things are.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;

/// Names the folder of facts measured from Falco; else it is looked for beside the checkout.
pub(crate) const SHARED: &str = "FALCONET_SHARED";

/// Tests and lints see what the released binary is built without, too: wasmtime is compiled the same way with it.
pub(crate) const TESTED_FEATURES: [&str; 2] = ["--features", "falconet/otel"];

/// The checkout and what is built in it.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    host: PathBuf,
}

impl Workspace {
    /// The workspace that this program was built from.
    pub(crate) fn find() -> Result<Self, Error> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = here
            .as_deref()
            .and_then(|crate_dir| crate_dir.ancestors().nth(2))
            .map(Path::to_owned);
        let root = root.ok_or_else(|| {
            Error::wrong(
                "this program does not know its checkout",
                "run it as `cargo xtask`",
            )
        })?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(dir));
        let host = root.join("dist/falconet");
        Ok(Self { root, target, host })
    }

    /// The folder of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path of the checkout.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A path among what is handed out.
    pub(crate) fn dist(&self, name: &str) -> PathBuf {
        self.root.join("dist").join(name)
    }

    /// Something among the facts measured from Falco that lie beside the checkout, or in the folder that is named.
    pub(crate) fn shared(&self, name: &str) -> Option<PathBuf> {
        let facts = std::env::var_os(SHARED).map_or_else(|| self.path("../shared"), PathBuf::from);
        let path = facts.join(name);
        path.exists().then_some(path)
    }

    /// The host binary, which a build must have left there: `dist/falconet`, or that of the tests.
    pub(crate) fn host(&self) -> Result<PathBuf, Error> {
        if self.host.is_file() {
            return Ok(self.host.clone());
        }
        Err(Error::wrong(
            format!("{} is not there", self.host.display()),
            "run `cargo xtask build`",
        ))
    }

    /// The same, but the host binary is the one that tests are built with.
    pub(crate) fn with_host_of_tests(&self) -> Self {
        let host = self.target.join("debug/falconet");
        Self {
            host,
            ..self.clone()
        }
    }

    /// A folder for intermediate results.
    pub(crate) fn scratch(&self, name: &str) -> PathBuf {
        self.target.join("xtask").join(name)
    }

    /// A program that runs in the checkout.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo for native code. The host binary takes the module's files from the variables, in every profile.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = self.command("cargo");
        command.env("FALCONET_WASM", self.dist("falconet.wasm"));
        command.env(
            "FALCONET_BASELINE_WASM",
            self.dist("falconet-baseline.wasm"),
        );
        command
    }
}
