//! Falco's configuration keys that shape alerts, in Falco's `-o KEY=VALUE` syntax.
//!
//! `a.b=v` sets a key of a map, `list[]=v` appends an entry to a list, `list[0]=v` addresses one. A value in
//! braces is a JSON object. What is not known is refused, with the nearest known names.

mod append_output;
mod error;
mod key_path;
mod object;
mod rule_selection;
mod static_fields;

use std::borrow::Cow;
use std::collections::BTreeMap;

use falconet_event::catalogue::Catalogue;
use falconet_event::records::Wrapping;
use falconet_ruleset::select::SelectionEntry;
use falconet_ruleset::{AppendOutput, Priority};

pub use error::SettingError;
pub use rule_selection::{RuleNames, RuleSelection};

use key_path::{KeyPath, Segment, Step};

/// Which of the rules that match an event raise an alert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleMatching {
    /// The first in order.
    #[default]
    First,
    /// Every one, in order.
    All,
}

/// What Falco's configuration says of rules and alerts.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "these are Falco's own keys")]
pub struct Settings {
    /// `rule_matching`: `first` (default) or `all`.
    pub rule_matching: RuleMatching,
    /// `priority`: rules below it take no part; `debug` by default.
    pub priority: Priority,
    /// `json_output`: alerts as JSON objects; true by default, unlike Falco.
    pub json_output: bool,
    /// `json_include_output_property`: true by default.
    pub json_include_output_property: bool,
    /// `json_include_message_property`: false by default.
    pub json_include_message_property: bool,
    /// `json_include_output_fields_property`: true by default.
    pub json_include_output_fields_property: bool,
    /// `json_include_tags_property`: true by default.
    pub json_include_tags_property: bool,
    /// `time_format_iso_8601`: alerts start with `evt.time.iso8601` in place of `evt.time`; false by default.
    pub time_format_iso_8601: bool,
    /// `plugins_hostinfo`: `evt.hostname` is the host's name; true by default.
    pub plugins_hostinfo: bool,
    /// `append_output`: what is added to the outputs of rules.
    pub append_output: Vec<AppendOutput>,
    /// `static_fields`: texts that every event has, as the fields `static.NAME`.
    pub static_fields: BTreeMap<String, String>,
    /// `rules`: which rules are enabled or disabled after loading, in order.
    pub rules: Vec<RuleSelection>,
    /// `source`: whose events the input has, if the rules leave a choice. This key is not Falco's.
    pub source: Option<String>,
    /// Whether it is counted what each rule costs. No key sets it.
    pub profile: bool,
    /// What events are wrapped in. No key sets it.
    pub wrapping: Wrapping,
    /// Whether each JSON alert has an id that its event, rule and source make. No key sets it.
    pub alert_id: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rule_matching: RuleMatching::First,
            priority: Priority::Debug,
            json_output: true,
            json_include_output_property: true,
            json_include_message_property: false,
            json_include_output_fields_property: true,
            json_include_tags_property: true,
            time_format_iso_8601: false,
            plugins_hostinfo: true,
            append_output: Vec::new(),
            static_fields: BTreeMap::new(),
            rules: Vec::new(),
            source: None,
            profile: false,
            wrapping: Wrapping::Auto,
            alert_id: false,
        }
    }
}

impl Settings {
    /// Every key of the top level.
    pub const KEYS: &'static [&'static str] = &[
        "append_output",
        "json_include_message_property",
        "json_include_output_fields_property",
        "json_include_output_property",
        "json_include_tags_property",
        "json_output",
        "plugins_hostinfo",
        "priority",
        "rule_matching",
        "rules",
        "source",
        "static_fields",
        "time_format_iso_8601",
    ];

    /// Applies one `KEY=VALUE`.
    pub fn apply(&mut self, option: &str) -> Result<(), SettingError> {
        let (key, value) = option
            .split_once('=')
            .ok_or_else(|| SettingError::NotAPair(option.to_owned()))?;
        let path = KeyPath::parse(key)?;
        match path.split_first() {
            Some((Segment { name, step: None }, rest)) if name == "static_fields" => {
                static_fields::set(&mut self.static_fields, rest, value, key)
            }
            Some((Segment { name, step: None }, [])) => self.set_scalar(name, value),
            Some((
                Segment {
                    name,
                    step: Some(step),
                },
                rest,
            )) => self.set_entry(name, *step, rest, value, key),
            _ => Err(SettingError::unknown(key)),
        }
    }

    /// The catalogue that rules and events are to be read with: `base`, with the static fields in it.
    pub fn catalogue<'c>(&self, base: &'c Catalogue) -> Cow<'c, Catalogue> {
        if self.static_fields.is_empty() {
            Cow::Borrowed(base)
        } else {
            Cow::Owned(base.with_static_fields(&self.static_fields))
        }
    }

    /// Refuses what only shows once all options are applied: a selection that names nothing, ids of text alerts.
    pub fn check(&self) -> Result<(), SettingError> {
        if self.alert_id && !self.json_output {
            return Err(SettingError::AlertIdWithoutJson);
        }
        let empty = self.rules.iter().position(|entry| entry.entry().is_none());
        empty.map_or(Ok(()), |at| Err(SettingError::EmptySelection(at)))
    }

    /// What the entries of `rules` do, in order.
    pub fn selection(&self) -> Vec<SelectionEntry> {
        self.rules.iter().filter_map(RuleSelection::entry).collect()
    }

    fn set_scalar(&mut self, name: &str, value: &str) -> Result<(), SettingError> {
        match name {
            "rule_matching" => self.rule_matching = rule_matching(value)?,
            "priority" => self.priority = priority(value)?,
            "source" => self.source = Some(value.to_owned()),
            "append_output" | "rules" => return Err(SettingError::List(name.to_owned())),
            _ => self.set_flag(name, value)?,
        }
        Ok(())
    }

    fn set_flag(&mut self, name: &str, value: &str) -> Result<(), SettingError> {
        let flag = self.flag(name).ok_or_else(|| SettingError::unknown(name))?;
        *flag = boolean(name, value)?;
        Ok(())
    }

    fn flag(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "json_output" => &mut self.json_output,
            "json_include_output_property" => &mut self.json_include_output_property,
            "json_include_message_property" => &mut self.json_include_message_property,
            "json_include_output_fields_property" => &mut self.json_include_output_fields_property,
            "json_include_tags_property" => &mut self.json_include_tags_property,
            "time_format_iso_8601" => &mut self.time_format_iso_8601,
            "plugins_hostinfo" => &mut self.plugins_hostinfo,
            _ => return None,
        })
    }

    fn set_entry(
        &mut self,
        name: &str,
        step: Step,
        rest: &[Segment],
        value: &str,
        key: &str,
    ) -> Result<(), SettingError> {
        let assignments = object::assignments(key, rest, value)?;
        match name {
            "append_output" => {
                let entry = step.entry_of(&mut self.append_output, key)?;
                assignments
                    .iter()
                    .try_for_each(|(path, value)| append_output::set(entry, path, value, key))
            }
            "rules" => {
                let entry = step.entry_of(&mut self.rules, key)?;
                assignments
                    .iter()
                    .try_for_each(|(path, value)| entry.set(path, value, key))
            }
            _ => Err(SettingError::unknown(key)),
        }
    }
}

fn rule_matching(value: &str) -> Result<RuleMatching, SettingError> {
    match value {
        "first" => Ok(RuleMatching::First),
        "all" => Ok(RuleMatching::All),
        _ => Err(SettingError::UnknownRuleMatching(value.to_owned())),
    }
}

fn priority(value: &str) -> Result<Priority, SettingError> {
    Priority::parse(value).ok_or_else(|| SettingError::UnknownPriority(value.to_owned()))
}

/// A YAML boolean, in the spellings that Falco's YAML library takes.
fn boolean(key: &str, value: &str) -> Result<bool, SettingError> {
    let lower = value.to_ascii_lowercase();
    let mut capitalised = lower.clone();
    if let Some(first) = capitalised.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let well_cased = value == lower || value == capitalised || value == lower.to_ascii_uppercase();
    match lower.as_str() {
        "true" | "yes" | "on" | "y" if well_cased => Ok(true),
        "false" | "no" | "off" | "n" if well_cased => Ok(false),
        _ => Err(SettingError::NotABoolean {
            key: key.to_owned(),
            value: value.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use falconet_ruleset::ExtraFieldOption;

    use super::*;

    fn applied(options: &[&str]) -> Settings {
        let mut settings = Settings::default();
        for option in options {
            settings.apply(option).unwrap();
        }
        settings
    }

    fn refused(option: &str) -> String {
        Settings::default().apply(option).unwrap_err().to_string()
    }

    #[test]
    fn every_scalar_key_can_be_set() {
        let settings = applied(&[
            "rule_matching=all",
            "priority=CRITICAL",
            "json_output=No",
            "json_include_output_property=off",
            "json_include_message_property=Y",
            "json_include_output_fields_property=FALSE",
            "json_include_tags_property=n",
            "time_format_iso_8601=true",
            "plugins_hostinfo=false",
            "source=okta",
        ]);
        assert_eq!(settings.rule_matching, RuleMatching::All);
        assert_eq!(settings.priority, Priority::Critical);
        assert!(!settings.json_output && !settings.json_include_output_property);
        assert!(settings.json_include_message_property && settings.time_format_iso_8601);
        assert!(
            !settings.json_include_output_fields_property && !settings.json_include_tags_property
        );
        assert!(!settings.plugins_hostinfo);
        assert_eq!(settings.source.as_deref(), Some("okta"));
    }

    #[test]
    fn every_listed_key_is_known() {
        for key in Settings::KEYS {
            let outcome = Settings::default().apply(&format!("{key}=?"));
            assert!(
                !matches!(outcome, Err(SettingError::Unknown { .. })),
                "{key}"
            );
        }
        assert_eq!(
            refused("rules=x"),
            "`rules` is a list: `rules[]` adds an entry to it"
        );
    }

    #[test]
    fn bad_values_get_falcos_words() {
        assert_eq!(
            refused("rule_matching=some"),
            "Unknown rule matching strategy \"some\"--must be one of first, all"
        );
        assert_eq!(
            refused("priority=warn"),
            "Unknown priority \"warn\"--must be one of emergency, alert, critical, error, warning, notice, \
             informational, debug"
        );
        assert_eq!(
            refused("priority"),
            "Error parsing config option \"priority\". Must be of the form key=val or key.subkey=val"
        );
        assert_eq!(
            refused("json_output=tRue"),
            "`tRue` is not a boolean value of `json_output`"
        );
    }

    #[test]
    fn unknown_keys_are_refused_with_the_nearest_name() {
        assert_eq!(
            refused("json_ouput=true"),
            "unknown setting `json_ouput`, did you mean `json_output`?"
        );
        assert_eq!(
            refused("engine.kind=modern_ebpf"),
            "unknown setting `engine.kind`"
        );
        assert_eq!(
            refused("rules[].enabled.rule=x"),
            "unknown setting `rules[].enabled.rule`"
        );
    }

    #[test]
    fn lists_grow_by_brackets_and_are_addressed_by_number() {
        let settings = applied(&[
            "append_output[].extra_output=%evt.num",
            "append_output[0].extra_fields[]=ct.user",
            "append_output[0].match.tags[]=aws",
            "append_output[].suggested_output=true",
            "rules[].disable.rule=*",
            "rules[].enable.tag=T1078",
        ]);
        assert_eq!(settings.append_output.len(), 2);
        assert_eq!(
            settings.append_output[0].extra_output.as_deref(),
            Some("%evt.num")
        );
        assert_eq!(
            settings.append_output[0].extra_fields,
            [ExtraFieldOption::Raw("ct.user".to_owned())]
        );
        assert!(settings.append_output[1].suggested_output);
        assert_eq!(settings.rules[0].disable.as_ref().unwrap().rule, "*");
        assert_eq!(settings.rules[1].enable.as_ref().unwrap().tag, "T1078");
    }

    #[test]
    fn an_entry_beyond_the_end_is_refused() {
        assert_eq!(
            refused("rules[1].enable.rule=x"),
            "`rules[1].enable.rule` addresses an entry that does not exist"
        );
        assert_eq!(
            refused("rules[x].enable.rule=x"),
            "`rules[x].enable.rule` is not a well-formed key"
        );
    }

    #[test]
    fn a_json_object_fills_a_whole_entry() {
        let settings = applied(&[
            r#"append_output[]={"match": {"source": "okta", "tags": ["a", "b"]}, "extra_fields": ["x.y", {"k": "%v"}]}"#,
            r#"rules[]={"disable": {"rule": "a*", "tag": "t"}}"#,
        ]);
        assert_eq!(settings.append_output[0].source.as_deref(), Some("okta"));
        assert_eq!(settings.append_output[0].tags, ["a", "b"]);
        assert_eq!(settings.append_output[0].extra_fields.len(), 2);
        let names = settings.rules[0].disable.as_ref().unwrap();
        assert_eq!((names.rule.as_str(), names.tag.as_str()), ("a*", "t"));
        assert_eq!(
            refused("rules[]={enable}"),
            "the value of `rules[]` is not a JSON object"
        );
    }
}
