//! The tool chain that makes WebAssembly: rustup's, or Debian's packages where rustup cannot fetch the target.

use std::env;
use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::console;
use crate::error::Error;
use crate::setup;
use crate::shell;
use crate::workspace::Workspace;

/// The target of the module.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// How long rustup may take to fetch the target.
const RUSTUP_LIMIT: Duration = Duration::from_secs(20);

/// Debian's compiler with its own standard library's source, and the linker that fits it.
const DEBIAN_PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];

/// Chooses the tool chain instead of the search: `rustup` or `debian`.
const OVERRIDE: &str = "FALCONET_TOOLCHAIN";

/// A tool chain that can build for [`TARGET`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one on the PATH, with the target's standard library installed.
    Rustup,
    /// Debian's packages; the standard library is built along.
    Debian,
}

impl Toolchain {
    /// Finds a tool chain, installs one if there is none.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self, Error> {
        match env::var(OVERRIDE).as_deref() {
            Ok("rustup") => Self::rustup(workspace),
            Ok("debian") => Self::debian(workspace),
            Ok(other) if !other.is_empty() => Err(unknown_override(other)),
            _ => Self::installed(workspace).map_or_else(|| Self::install(workspace), Ok),
        }
    }

    /// What is there already, rustup's first.
    fn installed(workspace: &Workspace) -> Option<Self> {
        if has_target(workspace) {
            return Some(Self::Rustup);
        }
        setup::has_packages(&DEBIAN_PACKAGES).then_some(Self::Debian)
    }

    fn install(workspace: &Workspace) -> Result<Self, Error> {
        Self::rustup(workspace).or_else(|error| {
            console::problem(&format!(
                "no target {TARGET} from rustup, so Debian's packages it is: {error}"
            ));
            Self::debian(workspace)
        })
    }

    /// Cargo of this tool chain, to be followed by arguments for `build`.
    pub(crate) fn build(self, workspace: &Workspace) -> Command {
        let mut command = self.cargo(workspace);
        command.args(["build", "--locked", "--target", TARGET]);
        if self == Self::Debian {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command
    }

    /// The compiler's version line.
    pub(crate) fn compiler_version(self, workspace: &Workspace) -> Result<String, Error> {
        let mut command = match self {
            Self::Rustup => workspace.command("rustc"),
            Self::Debian => debian_command(workspace, "/usr/bin/rustc"),
        };
        shell::answer(command.arg("--version")).ok_or_else(|| {
            Error::wrong("rustc does not tell its version", "run `cargo xtask setup`")
        })
    }

    fn cargo(self, workspace: &Workspace) -> Command {
        match self {
            Self::Rustup => workspace.command("cargo"),
            Self::Debian => debian_command(workspace, "/usr/bin/cargo"),
        }
    }

    fn rustup(workspace: &Workspace) -> Result<Self, Error> {
        if !has_target(workspace) {
            let help = format!(
                "set {OVERRIDE}=debian on a Debian system, or install the target {TARGET} for this compiler"
            );
            let mut command = workspace.command("rustup");
            shell::quietly_within(
                RUSTUP_LIMIT,
                command.args(["target", "add", TARGET]),
                "fetching the target",
                &help,
            )?;
        }
        Ok(Self::Rustup)
    }

    fn debian(workspace: &Workspace) -> Result<Self, Error> {
        if !setup::has_packages(&DEBIAN_PACKAGES) {
            setup::install_packages(workspace, &DEBIAN_PACKAGES)?;
        }
        Ok(Self::Debian)
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Rustup => "rustup's target",
            Self::Debian => "Debian's packages",
        })
    }
}

fn unknown_override(value: &str) -> Error {
    Error::wrong(
        format!("{OVERRIDE} is `{value}`"),
        "set it to `rustup` or `debian`, or unset it",
    )
}

/// Whether the compiler on the PATH has the target's standard library.
fn has_target(workspace: &Workspace) -> bool {
    let mut command = workspace.command("rustc");
    let folder = shell::answer(command.args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

/// A program of Debian's tool chain, kept apart from rustup's.
fn debian_command(workspace: &Workspace, program: &str) -> Command {
    let mut command = workspace.command(program);
    for variable in [
        "LD_LIBRARY_PATH",
        "RUSTC",
        "RUSTDOC",
        "RUSTUP_TOOLCHAIN",
        "CARGO",
    ] {
        command.env_remove(variable);
    }
    command
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC_BOOTSTRAP", "1");
    command
}
