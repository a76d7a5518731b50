//! Recorded cases through the filter: of each, the alerts that real Falco printed.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::place::{filter, pack, workplace};
use crate::support::Workplace;

/// Every so many of the cases; `FALCONET_FILTER_CASES=1` takes all of them.
const EACH: usize = 15;

/// A case that the filter can be given: with alerts in JSON, and times in UTC.
pub(crate) struct Case {
    pub(crate) name: String,
    folder: PathBuf,
    settings: Vec<String>,
    hostname: String,
    /// Whether Falco took the rules.
    is_loaded: bool,
    pub(crate) events: Vec<u8>,
}

impl Case {
    fn read(folder: &Path) -> Option<Self> {
        let plan = fs::read_to_string(folder.join("case.json")).ok()?;
        let plan: Value = serde_json::from_str(&plan).unwrap();
        let options = plan["options"].as_object().unwrap();
        let is_text = options
            .get("json_output")
            .is_some_and(|value| value == "false");
        let has_zone = !plan["env"]["TZ"].is_null();
        let fits = plan["mode"] == "run" && plan["upstream"] != true && !is_text && !has_zone;
        let setting =
            |(key, value): (&String, &Value)| format!("{key}={}", value.as_str().unwrap());
        fits.then_some(Self {
            name: folder.file_name()?.to_string_lossy().into_owned(),
            folder: folder.to_owned(),
            settings: options.iter().map(setting).collect(),
            hostname: plan["env"]["FALCO_HOSTNAME"].as_str()?.to_owned(),
            is_loaded: plan["exit"] == 0,
            events: fs::read(folder.join("events.json")).ok()?,
        })
    }

    /// The events as records that Fluent Bit makes of lines, if each line is an object and the rules are taken.
    pub(crate) fn records(&self) -> Option<Vec<&str>> {
        let lines = str::from_utf8(&self.events).ok()?.lines();
        let records: Vec<&str> = lines.collect();
        let is_object = |line: &&str| serde_json::from_str::<Map<String, Value>>(line).is_ok();
        let fits = self.is_loaded && records.iter().all(is_object);
        fits.then_some(records)
    }

    /// What real Falco printed, less what two runs never share.
    pub(crate) fn expected(&self) -> Vec<Value> {
        let alerts = fs::read_to_string(self.folder.join("alerts.jsonl")).unwrap();
        alerts
            .lines()
            .map(|line| untimed(serde_json::from_str(line).unwrap()))
            .collect()
    }

    /// Puts its rules in a folder; answers what they are packed with.
    pub(crate) fn options(&self, place: &Workplace) -> Vec<&str> {
        let rules = fs::read(self.folder.join("rules.yaml")).unwrap();
        place.file("rules.yaml", &rules);
        let settings = self.settings.iter();
        let settings = settings.flat_map(|setting| ["-o", setting]);
        settings.chain(["--hostname", &self.hostname]).collect()
    }
}

/// Cases whose answers differ from Falco's, as docs/COMPATIBILITY.md says.
fn known() -> String {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/COMPATIBILITY.md");
    fs::read_to_string(page).unwrap()
}

/// The cases that are tried.
pub(crate) fn cases(each: usize) -> Vec<Case> {
    let each = std::env::var("FALCONET_FILTER_CASES").map_or(each, |each| each.parse().unwrap());
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden"));
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    let known = known();
    let cases = folders.iter().filter_map(|folder| Case::read(folder));
    cases
        .filter(|case| !known.contains(&case.name))
        .step_by(each)
        .collect()
}

/// The alerts of an answer: the first, and those that lie in it.
pub(crate) fn alerts(answer: &[u8]) -> Vec<Value> {
    let mut first: Value = serde_json::from_slice(answer).unwrap();
    let further = first.as_object_mut().unwrap().remove("further_alerts");
    let further = further.map(|further| further.as_array().unwrap().clone());
    let alerts = [first].into_iter().chain(further.unwrap_or_default());
    alerts.map(untimed).collect()
}

/// Events of some sources have no time of their own.
fn untimed(mut alert: Value) -> Value {
    if alert["source"] == "github" || alert["source"] == "gcp_auditlog" {
        for key in ["time", "output", "output_fields"] {
            alert.as_object_mut().unwrap().remove(key);
        }
    }
    alert
}

#[test]
fn recorded_cases_give_falcos_alerts_through_the_filter() {
    let Some(place) = workplace() else { return };
    let cases = cases(EACH);
    assert!(cases.len() > 5, "only {} cases", cases.len());
    for case in &cases {
        let options = case.options(&place);
        if !case.is_loaded {
            assert_eq!(pack(&place, &options).code, Some(1), "{}", case.name);
            continue;
        }
        let mut filter = filter(&place, &options);
        let answer = filter.judge(&case.events, (0, 0)).unwrap();
        let judged = answer.map_or_else(Vec::new, |answer| alerts(&answer));
        assert_eq!(judged, case.expected(), "{}", case.name);
    }
    println!("{} cases through the filter", cases.len());
}
