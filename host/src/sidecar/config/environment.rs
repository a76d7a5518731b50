//! Values of the environment over those of the file: `FALCONET_LIMITS__THREADS=2` stands for `limits: {threads: 2}`.

use serde_json::{Map, Value};

use super::ConfigError;
use super::nearest::did_you_mean;
use super::schema::{Place, schema};

const PREFIX: &str = "FALCONET_";
/// What stands between a key and one below it.
const BELOW: &str = "__";
/// Variables that are no keys.
const OTHERS: [&str; 1] = ["FALCONET_LOG"];

/// Variables that set keys of the configuration.
#[derive(Debug, Default)]
pub(crate) struct Overrides(Vec<Override>);

/// Why a variable cannot be put into the configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OverrideError {
    /// There is no such key; maybe another was meant.
    #[error("there is no key `{0}`{1}")]
    NoKey(String, String),
    /// There is no such item of a list.
    #[error("`{0}` is no item: there are {1}, from 0 on")]
    NoItem(String, usize),
    /// The value is no YAML.
    #[error("{0}")]
    Value(String),
}

#[derive(Debug)]
struct Override {
    variable: String,
    path: Vec<String>,
    text: String,
}

impl Overrides {
    /// Those of this process.
    pub(crate) fn of_process() -> Result<Self, ConfigError> {
        let variables = std::env::vars_os().filter_map(|(name, text)| {
            let name = name.into_string().ok()?;
            Some((name, text.to_string_lossy().into_owned()))
        });
        Self::of(variables)
    }

    /// Those among these variables. A variable that is no key is somebody else's, unless it looks like one.
    pub(super) fn of(
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let schema = schema();
        let keys = Place::whole(&schema).keys();
        let mut overrides = Vec::new();
        for (variable, text) in variables {
            let Some(name) = variable.strip_prefix(PREFIX) else {
                continue;
            };
            if OTHERS.contains(&variable.as_str()) {
                continue;
            }
            let path: Vec<String> = name.split(BELOW).map(str::to_ascii_lowercase).collect();
            let key = path.first().map(String::as_str).unwrap_or_default();
            if keys.contains(&key) {
                overrides.push(Override {
                    variable,
                    path,
                    text,
                });
            } else if path.len() > 1 || did_you_mean(key, &keys).is_some() {
                return Err(ConfigError::Variable(variable, no_key(key, &keys)));
            }
        }
        overrides.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self(overrides))
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the variables, for messages.
    pub(super) fn names(&self) -> String {
        let names: Vec<String> = self
            .0
            .iter()
            .map(|one| format!("`{}`", one.variable))
            .collect();
        names.join(", ")
    }

    /// Puts the values where they belong.
    pub(super) fn apply(&self, config: &mut Value) -> Result<(), ConfigError> {
        self.apply_all_but(None, config)
    }

    fn apply_all_but(&self, left_out: Option<usize>, to: &mut Value) -> Result<(), ConfigError> {
        let schema = schema();
        let all = self.0.iter().enumerate();
        for (_, one) in all.filter(|(number, _)| Some(*number) != left_out) {
            one.apply(to, Place::whole(&schema))
                .map_err(|error| ConfigError::Variable(one.variable.clone(), error))?;
        }
        Ok(())
    }

    /// The variable without which this error would not be: `understood` says what is wrong with a configuration, if anything.
    pub(super) fn culprit(
        &self,
        alone: &Value,
        error: &str,
        understood: impl Fn(Value) -> Result<(), String>,
    ) -> Option<&str> {
        let is_culprit = |number: usize| {
            let mut without = alone.clone();
            let applied = self.apply_all_but(Some(number), &mut without);
            let otherwise = applied.map(|()| understood(without));
            // Where something is missing then, the variable was needed.
            let differs = |other: &String| other != error && !other.starts_with("missing field");
            otherwise.is_ok_and(|result| result.err().as_ref().is_none_or(differs))
        };
        let (_, one) = self.0.iter().enumerate().find(|(at, _)| is_culprit(*at))?;
        Some(&one.variable)
    }
}

impl Override {
    fn apply(&self, config: &mut Value, whole: Place<'_>) -> Result<(), OverrideError> {
        let (mut at, mut place) = (config, whole);
        for key in &self.path {
            if let Value::Array(items) = at {
                let most = items.len();
                let item = key
                    .parse()
                    .ok()
                    .and_then(|number: usize| items.get_mut(number));
                at = item.ok_or_else(|| OverrideError::NoItem(key.clone(), most))?;
                place = place.item().unwrap_or(place).of_kind(kind_of(at));
                continue;
            }
            place = place.key(key).ok_or_else(|| no_key(key, &place.keys()))?;
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            let Value::Object(entries) = at else { continue };
            at = entries.entry(key.clone()).or_insert(Value::Null);
        }
        *at = read(&self.text, place)?;
        Ok(())
    }
}

fn kind_of(value: &Value) -> Option<&str> {
    value.get("type")?.as_str()
}

/// Text stands for itself where text is wanted; a list may have its only item without brackets; else it is YAML.
fn read(text: &str, place: Place<'_>) -> Result<Value, OverrideError> {
    if place.is_text() {
        return Ok(text.into());
    }
    if let Some(item) = place.item()
        && !text.trim_start().starts_with('[')
    {
        return Ok(Value::Array(vec![read(text, item)?]));
    }
    serde_saphyr::from_str(text)
        .map_err(|error| OverrideError::Value(error.without_snippet().to_string()))
}

fn no_key(key: &str, keys: &[&str]) -> OverrideError {
    let help = did_you_mean(key, keys).unwrap_or_default();
    OverrideError::NoKey(key.to_owned(), help)
}

#[cfg(test)]
mod tests {
    use super::super::tests::MINIMAL;
    use super::super::{Config, InputConfig};
    use super::*;

    fn with(file: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let variables = variables
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let overrides = Overrides::of(variables).map_err(|error| error.to_string())?;
        Config::parse("falconet.yaml", file, &overrides).map_err(|error| error.to_string())
    }

    #[test]
    fn variables_go_over_the_file() {
        let config = with(
            &format!("{MINIMAL}limits: {{max_wait: 1s}}\n"),
            &[
                ("FALCONET_LIMITS__THREADS", "2"),
                ("FALCONET_LIMITS__MAX_BODY", "1MiB"),
                ("FALCONET_SOURCE", "yes # no"),
                ("FALCONET_RULES", "a.yaml"),
                ("FALCONET_OPTIONS", "[a=b, c=d]"),
                ("FALCONET_INPUTS__0__LISTEN", "127.0.0.1:9999"),
                ("FALCONET_LOG", "debug"),
                ("FALCONET_PORT_8686_TCP", "tcp://10.0.0.1:8686"),
            ],
        );
        let config = config.unwrap();
        assert_eq!(config.limits.threads, 2);
        assert_eq!(config.limits.max_body.to_string(), "1MiB");
        assert_eq!(config.limits.max_wait.to_string(), "1s");
        assert_eq!(config.source.as_deref(), Some("yes # no"));
        assert_eq!(config.rules, [std::path::PathBuf::from("a.yaml")]);
        assert_eq!(config.options, ["a=b", "c=d"]);
        let InputConfig::Http(input) = &config.inputs[0] else {
            panic!("another input")
        };
        assert_eq!(input.listen.port(), 9999);
    }

    #[test]
    fn what_the_file_lacks_may_come_from_the_environment() {
        let outputs = ("FALCONET_OUTPUTS", "[{type: stdout}]");
        let inputs = ("FALCONET_INPUTS", "[{type: http, listen: \"127.0.0.1:1\"}]");
        assert_eq!(with("", &[outputs, inputs]).unwrap().outputs.len(), 1);
        let lacks = with("rules: []", &[inputs]).unwrap_err();
        assert!(lacks.contains("missing field `outputs`"), "{lacks}");
    }

    #[test]
    fn a_variable_that_is_wrong_is_named() {
        for (variable, text, said) in [
            (
                "FALCONET_LIMITS__THREDS",
                "2",
                "no key `threds`: did you mean `threads`?",
            ),
            (
                "FALCONET_LIMIT__THREADS",
                "2",
                "no key `limit`: did you mean `limits`?",
            ),
            (
                "FALCONET_RULE",
                "a.yaml",
                "no key `rule`: did you mean `rules`?",
            ),
            ("FALCONET_LIMITS__THREADS", "many", "expected usize"),
            (
                "FALCONET_INPUTS__7__LISTEN",
                "127.0.0.1:1",
                "`7` is no item: there are 1",
            ),
            ("FALCONET_ADMIN__LISTEN", "nowhere", "socket address"),
        ] {
            let good = ("FALCONET_LIMITS__MAX_WAIT", "1s");
            let error = with(MINIMAL, &[good, (variable, text)]).unwrap_err();
            assert!(error.contains(variable) && error.contains(said), "{error}");
            assert!(!error.contains(good.0), "{error}");
        }
    }

    #[test]
    fn a_variable_is_not_blamed_for_what_is_missing_or_for_another_one() {
        let inputs = ("FALCONET_INPUTS", "[{type: stdin}]");
        let bad = ("FALCONET_OUTPUTS", "[{type: http}]");
        let error = with("rules: []", &[inputs, bad]).unwrap_err();
        assert!(error.contains("missing field `url`"), "{error}");
        assert!(error.contains("FALCONET_OUTPUTS"), "{error}");
        let two = [
            ("FALCONET_LIMITS__THREADS", "many"),
            ("FALCONET_STATE", "s"),
        ];
        let error = with(MINIMAL, &two).unwrap_err();
        assert!(!error.contains("FALCONET_STATE"), "{error}");
    }
}
