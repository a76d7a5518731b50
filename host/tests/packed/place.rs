//! What these tests share: the module, a rule, events, and filters that were packed.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use falconet_interpreter::{Filter, Stack};

use crate::support::{Ran, Workplace};

/// Two rules of which the second fires on every event of [`event`], and the first on those that create users.
pub(crate) const RULES: &str = "\
- rule: user created
  desc: d
  condition: ct.name = CreateUser
  output: user=%ct.request.username
  priority: WARNING
  source: aws_cloudtrail
- rule: anything
  desc: d
  condition: ct.name exists
  output: name=%ct.name
  priority: INFO
  source: aws_cloudtrail
  enabled: false
";

/// Name the module; `cargo xtask test` sets the second to what it has built.
const NAMED_BY: [&str; 2] = ["FALCONET_REAL_BASELINE", "FALCONET_BASELINE_WASM"];

/// The module, if there is one.
pub(crate) fn module() -> Option<&'static [u8]> {
    static MODULE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let read = || {
        if let Some(path) = NAMED_BY.into_iter().find_map(std::env::var_os) {
            return Some(fs::read(path).unwrap());
        }
        let built = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../dist/falconet-baseline.wasm"
        );
        fs::read(built).ok()
    };
    let module = MODULE.get_or_init(|| {
        let module = read()?;
        // All tests share one cache, which this fills.
        workplace_with(&module).run(&["--version"]).expect(0, "");
        Some(module)
    });
    if module.is_none() {
        eprintln!("SKIPPED: no module for interpreters; build one with `cargo xtask build`");
    }
    module.as_deref()
}

/// A folder with that module and the rules.
pub(crate) fn workplace() -> Option<Workplace> {
    module().map(workplace_with)
}

fn workplace_with(module: &[u8]) -> Workplace {
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let workplace = Workplace::with_cache(module, Some(cache));
    workplace.file("rules.yaml", RULES.as_bytes());
    workplace
}

/// Packs the rules of a folder.
pub(crate) fn pack(workplace: &Workplace, options: &[&str]) -> Ran {
    workplace.run(&[&["pack", "-r", "rules.yaml", "-o", "out.wasm"], options].concat())
}

/// The filter that comes of it, on a stack that is half of what the guide says.
pub(crate) fn filter(workplace: &Workplace, options: &[&str]) -> Filter {
    pack(workplace, options).expect(0, "");
    let packed = fs::read(workplace.path("out.wasm")).unwrap();
    Filter::start(&packed, Stack(64 << 10)).unwrap()
}

/// An event of this name.
pub(crate) fn event(name: &str) -> String {
    format!(
        r#"{{"eventTime":"2024-03-14T12:34:56Z","eventType":"AwsApiCall","eventName":"{name}","requestParameters":{{"userName":"eve"}}}}"#
    )
}
