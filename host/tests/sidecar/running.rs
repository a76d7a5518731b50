//! A sidecar for a test: a folder, a configuration, a process, and what is sent to it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Fires on every event of [`event`].
pub(crate) const RULES: &str = "\
- rule: user created
  desc: d
  condition: ct.name = CreateUser
  output: user=%ct.request.username
  priority: WARNING
  source: aws_cloudtrail
";

const CONFIG: &str = r#"
rules: [rules.yaml]
inputs:
  - {type: http, listen: "127.0.0.1:0"}
outputs:
  - {type: file, path: alerts.jsonl, required: true}
admin: {listen: "127.0.0.1:0"}
state: state/
"#;

/// A folder with rules and a configuration.
pub(crate) struct Place {
    root: tempfile::TempDir,
    module: PathBuf,
}

/// A sidecar that runs.
pub(crate) struct Sidecar {
    process: Child,
    log: Option<JoinHandle<String>>,
    pub(crate) events: String,
    pub(crate) admin: String,
    /// What it listens at, by purpose.
    pub(crate) addresses: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: String,
}

/// An event that the rule fires on.
pub(crate) fn event(user: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.08","eventTime":"2026-01-01T00:00:00Z","eventType":"AwsApiCall","eventID":"{user}","eventSource":"iam.amazonaws.com","eventName":"CreateUser","requestParameters":{{"userName":"{user}"}}}}"#
    )
}

/// The module that these tests are for, if there is one.
pub(crate) fn module() -> Option<&'static Path> {
    static MODULE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let named = ["FALCONET_REAL_MODULE", "FALCONET_WASM"];
        let named = named.into_iter().find_map(std::env::var_os);
        let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist/falconet.wasm");
        let path = named.map_or_else(|| PathBuf::from(built), PathBuf::from);
        path.exists().then_some(path)
    };
    MODULE.get_or_init(find).as_deref()
}

impl Place {
    /// A folder; nothing, and a line that says so, where there is no module.
    pub(crate) fn new() -> Option<Self> {
        let Some(module) = module() else {
            eprintln!("SKIPPED: no real module; build one with `cargo xtask build`");
            return None;
        };
        Some(Self::of(module))
    }

    /// A folder with a module of its own.
    pub(crate) fn with_module(module: &[u8]) -> Self {
        let mut place = Self::of(Path::new(""));
        place.module = place.path("module.wasm");
        fs::write(&place.module, module).unwrap();
        place
    }

    fn of(module: &Path) -> Self {
        let place = Self {
            root: tempfile::tempdir().unwrap(),
            module: module.to_owned(),
        };
        place.write("rules.yaml", RULES);
        place.write("falconet.yaml", CONFIG);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// What a file holds; nothing if there is none.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Adds to the configuration.
    pub(crate) fn configure(&self, more: &str) {
        self.write("falconet.yaml", &format!("{CONFIG}{more}"));
    }

    /// Puts other outputs into the configuration.
    pub(crate) fn send_alerts_to(&self, outputs: &str) {
        let ours = "  - {type: file, path: alerts.jsonl, required: true}\n";
        let config = CONFIG.replace(ours, outputs);
        self.write("falconet.yaml", &config);
    }

    /// The users of the alerts that were written, in order.
    pub(crate) fn users(&self) -> Vec<String> {
        users(&self.read("alerts.jsonl"))
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let tested = env!("CARGO_BIN_EXE_falconet").into();
        let program = std::env::var_os("FALCONET_BINARY").unwrap_or(tested);
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.root.path());
        command.arg("--module").arg(&self.module);
        command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
        let variables = std::env::vars_os().map(|(name, _)| name);
        for name in variables.filter(|name| name.to_string_lossy().starts_with("OTEL_")) {
            command.env_remove(name);
        }
        command
    }

    /// Replaces the inputs of the configuration.
    pub(crate) fn with_inputs(&self, inputs: &[&str], more: &str) {
        let http = "  - {type: http, listen: \"127.0.0.1:0\"}\n";
        let inputs = format!("  - {}\n", inputs.join("\n  - "));
        self.write("falconet.yaml", &(CONFIG.replace(http, &inputs) + more));
    }

    /// Starts a sidecar and waits until it takes events.
    pub(crate) fn start(&self) -> Sidecar {
        self.start_with(|command| command)
    }

    /// The same, with more said to its process.
    pub(crate) fn start_with(&self, more: impl FnOnce(&mut Command) -> &mut Command) -> Sidecar {
        let mut command = self.command(&["run", "--log-format", "json"]);
        more(&mut command);
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap());
        let mut addresses = BTreeMap::new();
        loop {
            let mut line = String::new();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the sidecar ended");
            let Ok(said) = serde_json::from_str::<Value>(&line) else {
                panic!("{line}");
            };
            let fields = &said["fields"];
            if let [Some(purpose), Some(address)] =
                ["purpose", "address"].map(|key| fields[key].as_str())
            {
                addresses.insert(purpose.to_owned(), address.to_owned());
            }
            if fields["message"] == "taking events" {
                break;
            }
        }
        // Somebody must read the rest, or it blocks the sidecar.
        let log = std::thread::spawn(move || {
            let mut rest = String::new();
            drop(log.read_to_string(&mut rest));
            rest
        });
        let url = |purpose: &str| {
            let address = addresses.get(purpose);
            address.map_or_else(String::new, |address| format!("http://{address}"))
        };
        Sidecar {
            process,
            log: Some(log),
            events: url("events"),
            admin: url("admin"),
            addresses,
        }
    }

    /// Waits until these are the users of the alerts that were written.
    pub(crate) fn await_users(&self, users: &[&str]) {
        let waits = Instant::now();
        while self.users_so_far() != users {
            let waited = waits.elapsed();
            assert!(waited < Duration::from_mins(1), "{:?}", self.users_so_far());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The same as [`Self::users`], while a line may be unfinished.
    pub(crate) fn users_so_far(&self) -> Vec<String> {
        let alerts = self.read("alerts.jsonl");
        let whole = alerts.rfind('\n').map_or("", |end| &alerts[..end]);
        users(whole)
    }
}

/// The users of alerts, in order. Every line must be whole.
pub(crate) fn users(alerts: &str) -> Vec<String> {
    let alerts = alerts.lines().map(|line| {
        let alert: Value = serde_json::from_str(line).unwrap();
        alert["output_fields"]["ct.request.username"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    alerts.collect()
}

/// What is answered until the connection ends; a reset counts as an end.
pub(crate) fn heard(mut stream: &TcpStream) -> String {
    let mut heard = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => heard.extend(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("the connection was not ended: {error}"),
        }
    }
    String::from_utf8_lossy(&heard).into_owned()
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(1)));
    config.build().into()
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Option<Answer> {
    let mut response = response.ok()?;
    let retry_after = response.headers().get("retry-after");
    Some(Answer {
        code: response.status().as_u16(),
        retry_after: retry_after.map(|value| value.to_str().unwrap().to_owned()),
        body: response.body_mut().read_to_string().ok()?,
    })
}

/// Posts a body somewhere; nothing if there was no answer.
pub(crate) fn post(url: &str, body: &[u8]) -> Option<Answer> {
    answer(agent().post(url).send(body))
}

impl Sidecar {
    /// Sends events; nothing if there was no answer.
    pub(crate) fn try_send(&self, body: &[u8]) -> Option<Answer> {
        post(&format!("{}/events", self.events), body)
    }

    /// Sends events.
    pub(crate) fn send(&self, body: &[u8]) -> Answer {
        self.try_send(body).unwrap()
    }

    /// Asks the admin listener.
    pub(crate) fn ask(&self, path: &str) -> Answer {
        answer(agent().get(format!("{}{path}", self.admin)).call()).unwrap()
    }

    /// Tells the admin listener.
    pub(crate) fn tell(&self, path: &str) -> Answer {
        answer(agent().post(format!("{}{path}", self.admin)).send_empty()).unwrap()
    }

    /// Sends a signal, by its name.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// Its standard input.
    pub(crate) fn stdin(&mut self) -> ChildStdin {
        self.process.stdin.take().unwrap()
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits until it ends; what it said since it listens.
    pub(crate) fn said(mut self) -> String {
        self.process.wait().unwrap();
        self.log.take().unwrap().join().unwrap()
    }

    /// Waits until it ends.
    pub(crate) fn ended(mut self) -> ExitStatus {
        self.process.wait().unwrap()
    }
}

impl Drop for Sidecar {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
