//! What the tests of the command line share: a stand-in for the module, a folder of its own for each test, and running falconet.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// An answer that suits every request.
pub(crate) const ANSWER: &str = r#"{"ok": true, "handle": 1, "needs_order": false, "rules": {"loaded": 2, "enabled": 1}, "errors": 0, "warnings": 1,
    "diagnostics": [{"code": "LOAD_UNUSED_LIST"}], "rendered": "warning: an unused list\n",
    "fatal": null, "version": "9.8.7", "abi": 1, "engine_version": "0.63.0",
    "glanced": 3, "activity": 8, "costs": [{"name": "R", "considered": 9, "judged": 8, "matched": 7, "tests": 6,
        "found_by": {"expression": "ct.name", "values": [{"text": "A", "share": "whole"}], "count": 2}}],
    "items": [{"name": "evt.num", "type": "uint64", "description": "number of the event"}]}"#;

/// A module of the given ABI version that answers every request with this.
pub(crate) fn module(version: u32, answer: &str) -> Vec<u8> {
    let data = answer
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\u{1}', "\\01");
    let text = include_str!("module.wat")
        .replace("ANSWER_LEN", &answer.len().to_string())
        .replace("\"ANSWER\"", &format!("\"{data}\""))
        .replace("VERSION", &version.to_string());
    wat::parse_str(text).unwrap()
}

/// A folder for one test, with a module, rules, and a cache of its own.
pub(crate) struct Workplace {
    root: tempfile::TempDir,
    cache: PathBuf,
}

impl Workplace {
    /// With the module that answers everything well.
    pub(crate) fn new() -> Self {
        Self::with_module(&module(1, ANSWER))
    }

    /// With another module.
    pub(crate) fn with_module(module: &[u8]) -> Self {
        Self::with_cache(module, None)
    }

    /// With a module, and a cache that others use as well.
    pub(crate) fn with_cache(module: &[u8], shared: Option<&Path>) -> Self {
        let root = tempfile::tempdir().unwrap();
        let cache = shared.map_or_else(|| root.path().join("cache"), Path::to_owned);
        let workplace = Self { root, cache };
        workplace.file("module.wasm", module);
        workplace.file("rules.yaml", b"- list: none\n  items: []\n");
        workplace
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Writes a file and its folders.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// falconet in this folder, with nothing of the caller's environment that it would heed.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare_command(arguments);
        command.arg("--module").arg(self.path("module.wasm"));
        command
    }

    fn bare_command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_falconet"));
        command.args(arguments).current_dir(self.root.path());
        command
            .env("XDG_CACHE_HOME", &self.cache)
            .env("FALCO_HOSTNAME", "test");
        for variable in [
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "OTEL_EXPORTER_OTLP_HEADERS",
        ] {
            command.env_remove(variable);
        }
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    /// Without naming a module.
    pub(crate) fn run_bare(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.bare_command(arguments).output().unwrap())
    }

    /// A scan with the rules of this folder.
    pub(crate) fn scan(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["scan", "-r", "rules.yaml"], arguments].concat())
    }

    /// A scan that is given something on standard input.
    pub(crate) fn scan_stdin(&self, bytes: &[u8]) -> Ran {
        let mut command = self.command(&["scan", "-r", "rules.yaml", "-"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }

    /// The one entry of the cache.
    pub(crate) fn cache_entry(&self) -> PathBuf {
        let entries: Vec<_> = fs::read_dir(self.path("cache/falconet"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(entries.len(), 1, "{entries:?}");
        entries.into_iter().next().unwrap()
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Fails the test unless the exit code is this and standard error has that in it.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, stderr: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{}", self.stderr);
        assert!(
            self.stderr.contains(stderr),
            "no `{stderr}` in {}",
            self.stderr
        );
        self
    }

    /// A number of `--stats`.
    #[track_caller]
    pub(crate) fn stat(&self, name: &str) -> u64 {
        let number = |line: &str| {
            line.strip_prefix(name)?
                .trim()
                .replace(',', "")
                .parse()
                .ok()
        };
        let found = self.stderr.lines().find_map(number);
        found.unwrap_or_else(|| panic!("no `{name}` in {}", self.stderr))
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes that compress badly and mean nothing to the module.
pub(crate) fn noise(len: usize) -> Vec<u8> {
    let digits = (0..u32::MAX)
        .flat_map(|number| number.wrapping_mul(2_654_435_761).to_string().into_bytes());
    digits.take(len).collect()
}

/// Whether a file was replaced since.
pub(crate) fn identity(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).unwrap())
}
