//! What the tests with the real module share: a rule, events that it fires on, and what a scan of them came to.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::OnceLock;

use crate::support::{Ran, Workplace};

/// Fires on every event of [`event`].
pub(crate) const RULES: &str = "\
- rule: user created
  desc: d
  condition: ct.name = CreateUser
  output: user=%ct.request.username
  priority: WARNING
  source: aws_cloudtrail
";

/// A folder with the real module; nothing, and a line that says so, where none was built or asked for.
pub(crate) fn workplace() -> Option<Workplace> {
    let Some(module) = module() else {
        eprintln!(
            "SKIPPED: no real module; build one with `cargo xtask build` or set FALCONET_REAL_MODULE"
        );
        return None;
    };
    let workplace = Workplace::with_cache(module, Some(cache()));
    workplace.file("rules.yaml", RULES.as_bytes());
    Some(workplace)
}

/// Compiling the module takes a debug build seconds, so all tests share one cache, which the first of them fills.
fn cache() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn module() -> Option<&'static [u8]> {
    static MODULE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    MODULE
        .get_or_init(|| find().inspect(|bytes| fill_cache(bytes)))
        .as_deref()
}

/// Name the module; `cargo xtask test` sets the second to what it has built.
const NAMED_BY: [&str; 2] = ["FALCONET_REAL_MODULE", "FALCONET_WASM"];

/// A module that is named must be there; where none is, there may be none.
fn find() -> Option<Vec<u8>> {
    if let Some(path) = NAMED_BY.into_iter().find_map(std::env::var_os) {
        let path = Path::new(&path);
        return Some(fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist/falconet.wasm");
    match fs::read(built) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        read => Some(read.unwrap_or_else(|error| panic!("{built}: {error}"))),
    }
}

/// Fails if the module does not load.
fn fill_cache(module: &[u8]) {
    let workplace = Workplace::with_cache(module, Some(cache()));
    workplace.run(&["--version"]).expect(0, "");
}

/// An event that creates this user.
pub(crate) fn event(user: &[u8]) -> Vec<u8> {
    let before = br#"{"eventTime":"2024-03-14T12:34:56Z","eventType":"AwsApiCall","eventName":"CreateUser","requestParameters":{"userName":""#;
    [before, user, br#""}}"#].concat()
}

/// What a scan of one file came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scanned {
    pub(crate) code: Option<i32>,
    /// The users of the alerts.
    pub(crate) users: Vec<String>,
    /// Events, skipped and malformed records.
    pub(crate) counts: [u64; 3],
    /// Everything said on standard error but the statistics.
    pub(crate) said: Vec<String>,
}

impl Scanned {
    /// All is well: an alert for each event.
    pub(crate) fn well(users: &[&str]) -> Self {
        Self {
            code: Some(0),
            users: users.iter().map(|user| (*user).to_owned()).collect(),
            counts: [users.len() as u64, 0, 0],
            said: Vec::new(),
        }
    }

    /// The same but for malformed records of `a.json`: `record 2 at byte 7 is malformed: reason`.
    pub(crate) fn but(self, problems: &[&str]) -> Self {
        let summary = match problems.len() {
            1 => "falconet: 1 record was malformed".to_owned(),
            more => format!("falconet: {more} records were malformed"),
        };
        let lines = problems
            .iter()
            .map(|problem| format!("falconet: a.json: {problem}"));
        let [events, skipped, _] = self.counts;
        Self {
            counts: [events, skipped, problems.len() as u64],
            said: lines.chain([summary]).collect(),
            ..self
        }
    }
}

impl From<&Ran> for Scanned {
    fn from(ran: &Ran) -> Self {
        let said = ran
            .stderr
            .lines()
            .take_while(|line| !line.starts_with("inputs "));
        Self {
            code: ran.code,
            users: ran.stdout.lines().map(user).collect(),
            counts: ["events", "skipped records", "malformed records"]
                .map(|name| ran.stat(&format!("{name} "))),
            said: said.map(str::to_owned).collect(),
        }
    }
}

fn user(alert: &str) -> String {
    let alert: serde_json::Value = serde_json::from_str(alert).unwrap();
    alert["output_fields"]["ct.request.username"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Scans these bytes as `a.json`.
pub(crate) fn scan(workplace: &Workplace, input: &[u8], options: &[&str]) -> Ran {
    workplace.file("a.json", input);
    workplace.scan(&[&["--stats"], options, &["a.json"]].concat())
}

/// Scans these bytes in batches of several sizes, which must make no difference, and compares what came of it.
#[track_caller]
pub(crate) fn assert_scanned(input: &[u8], expected: &Scanned) {
    let Some(workplace) = workplace() else { return };
    for batch in ["1", "61", "1MiB"] {
        let ran = scan(&workplace, input, &["--batch", batch]);
        assert_eq!(&Scanned::from(&ran), expected, "in batches of {batch}");
    }
}
