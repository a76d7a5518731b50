//! How the alerts of two engines for the same events differ. An alert that both raise has the same id in both.

use std::collections::{BTreeMap, HashMap, VecDeque};

use falconet_engine::{BatchResult, Engine};
use serde_json::json;

/// What lines begin with whose alerts have ids; the id is as many digits as [`ID`] behind it.
const HEAD: &[u8] = b"{\"alert_id\":\"";
const ID: usize = 32;
/// The name under which an alert says who did it.
pub(crate) const PRINCIPAL: &str = "falconet.principal";

/// What says who did it, by the source.
const PRINCIPALS: [(&str, &str); 4] = [
    ("aws_cloudtrail", "%ct.user.arn"),
    ("okta", "%okta.actor.alternateid"),
    ("github", "%github.user"),
    ("gcp_auditlog", "%gcp.user"),
];

/// The settings that both sides are loaded with, after all others; alerts must have ids as well.
pub fn settings() -> Vec<String> {
    let principals = PRINCIPALS.map(|(source, principal)| {
        let entry = json!({"match": {"source": source}, "extra_fields": [{PRINCIPAL: principal}]});
        format!("append_output[]={entry}")
    });
    let json = std::iter::once("json_output=true".to_owned());
    json.chain(principals).collect()
}

/// One of two engines, and what it said of a batch.
#[derive(Clone, Copy)]
pub struct Side<'s> {
    /// The engine.
    pub engine: &'s Engine,
    /// What it said.
    pub batch: &'s BatchResult,
}

type Alerts<'l> = HashMap<&'l [u8], VecDeque<&'l [u8]>>;

/// Lines of JSON that say how the alerts differ: one with the numbers of events and alerts, if there was any event; then
/// what is lost or changed, in the order of the old alerts; then what is gained.
pub fn compare(old: Side<'_>, new: Side<'_>, out: &mut Vec<u8>) {
    out.clear();
    if new.batch.events > 0 {
        let counts = json!({"events": new.batch.events, "old": alerts_by_rule(old), "new": alerts_by_rule(new)});
        push(out, &[counts.to_string().as_bytes()]);
    }
    if old.batch.lines == new.batch.lines {
        return;
    }
    let mut gained: Alerts<'_> = HashMap::new();
    for line in lines(&new.batch.lines) {
        gained.entry(id(line)).or_default().push_back(line);
    }
    for line in lines(&old.batch.lines) {
        match gained.get_mut(id(line)).and_then(VecDeque::pop_front) {
            None => push(out, &[b"{\"change\":\"lost\",\"alert\":", line, b"}"]),
            Some(same) if same == line => {}
            Some(other) => push(
                out,
                &[
                    b"{\"change\":\"changed\",\"old\":",
                    line,
                    b",\"alert\":",
                    other,
                    b"}",
                ],
            ),
        }
    }
    for line in lines(&new.batch.lines) {
        if gained
            .get_mut(id(line))
            .and_then(VecDeque::pop_front)
            .is_some()
        {
            push(out, &[b"{\"change\":\"gained\",\"alert\":", line, b"}"]);
        }
    }
}

fn push(out: &mut Vec<u8>, parts: &[&[u8]]) {
    for part in parts {
        out.extend_from_slice(part);
    }
    out.push(b'\n');
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
}

/// The id of an alert; a line without one is compared as it is.
fn id(line: &[u8]) -> &[u8] {
    let id = line.strip_prefix(HEAD).and_then(|rest| rest.get(..ID));
    id.unwrap_or(line)
}

fn alerts_by_rule(side: Side<'_>) -> BTreeMap<&str, u64> {
    let names: Vec<&str> = side.engine.rule_names().collect();
    let mut counts = BTreeMap::new();
    for rule in &side.batch.rules {
        let name = usize::try_from(*rule).ok().and_then(|rule| names.get(rule));
        *counts.entry(name.copied().unwrap_or_default()).or_default() += 1;
    }
    counts
}
