//! `rules`: entries that enable or disable rules by name or tag.

use falconet_ruleset::select::{Action, SelectionEntry};

use super::SettingError;
use super::key_path::Segment;

/// One entry of `rules`, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSelection {
    /// The rules to enable. With this, `disable` is ignored.
    pub enable: Option<RuleNames>,
    /// The rules to disable.
    pub disable: Option<RuleNames>,
}

/// Which rules an entry names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleNames {
    /// A whole name, with `*` for any text; empty for none.
    pub rule: String,
    /// A tag; empty for none.
    pub tag: String,
}

impl RuleSelection {
    /// What the entry does; `None` if it names nothing.
    pub fn entry(&self) -> Option<SelectionEntry> {
        let (action, names) = match (&self.enable, &self.disable) {
            (Some(names), _) => (Action::Enable, names),
            (None, Some(names)) => (Action::Disable, names),
            (None, None) => return None,
        };
        let names_something = !names.rule.is_empty() || !names.tag.is_empty();
        names_something.then(|| SelectionEntry {
            action,
            rule: names.rule.clone(),
            tag: names.tag.clone(),
        })
    }

    /// Sets `enable.rule`, `enable.tag`, `disable.rule` or `disable.tag`.
    pub(super) fn set(
        &mut self,
        path: &[Segment],
        value: &str,
        key: &str,
    ) -> Result<(), SettingError> {
        let names: Vec<_> = path
            .iter()
            .map(|segment| (segment.name.as_str(), segment.step))
            .collect();
        let (action, what) = match names[..] {
            [("enable", None), (what, None)] => (&mut self.enable, what),
            [("disable", None), (what, None)] => (&mut self.disable, what),
            _ => return Err(SettingError::unknown(key)),
        };
        match what {
            "rule" => value.clone_into(&mut action.get_or_insert_default().rule),
            "tag" => value.clone_into(&mut action.get_or_insert_default().tag),
            _ => return Err(SettingError::unknown(key)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn an_enable_hides_a_disable_in_the_same_entry() {
        let mut settings = Settings::default();
        settings.apply("rules[].disable.rule=a").unwrap();
        settings.apply("rules[0].enable.tag=t").unwrap();
        let entry = settings.rules[0].entry().unwrap();
        assert_eq!(
            (entry.action, entry.rule.as_str(), entry.tag.as_str()),
            (Action::Enable, "", "t")
        );
    }

    #[test]
    fn an_entry_must_name_something() {
        let mut settings = Settings::default();
        settings.apply("rules[].disable.tag=").unwrap();
        assert_eq!(
            settings.check().unwrap_err().to_string(),
            "entry 0 of `rules` names neither a rule nor a tag"
        );
        settings.apply("rules[0].disable.rule=*").unwrap();
        assert_eq!(settings.check(), Ok(()));
    }

    #[test]
    fn only_rules_and_tags_can_be_named() {
        let error = Settings::default()
            .apply("rules[].enable.source=x")
            .unwrap_err();
        assert_eq!(error.to_string(), "unknown setting `rules[].enable.source`");
    }
}
