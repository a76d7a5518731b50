//! `append_output`: text and fields added to the outputs of rules.

use falconet_ruleset::{AppendOutput, ExtraFieldOption};

use super::key_path::{Segment, Step};
use super::{SettingError, boolean};

/// Sets what lies at `path` in an entry.
pub(super) fn set(
    entry: &mut AppendOutput,
    path: &[Segment],
    value: &str,
    key: &str,
) -> Result<(), SettingError> {
    let names: Vec<_> = path
        .iter()
        .map(|segment| (segment.name.as_str(), segment.step))
        .collect();
    match names[..] {
        [("match", None), (what, step)] => restrict(entry, (what, step), value, key),
        [("extra_output", None)] => {
            entry.extra_output = Some(value.to_owned());
            Ok(())
        }
        [("suggested_output", None)] => {
            entry.suggested_output = boolean(key, value)?;
            Ok(())
        }
        [("extra_fields", Some(Step::Append))] => {
            add(entry, ExtraFieldOption::Raw(value.to_owned()), key)
        }
        [("extra_fields", Some(Step::Append)), (name, None)] => {
            let (name, format) = (name.to_owned(), value.to_owned());
            add(entry, ExtraFieldOption::Formatted { name, format }, key)
        }
        _ => Err(SettingError::unknown(key)),
    }
}

/// Which rules the entry is for.
fn restrict(
    entry: &mut AppendOutput,
    what: (&str, Option<Step>),
    value: &str,
    key: &str,
) -> Result<(), SettingError> {
    match what {
        ("source", None) => entry.source = Some(value.to_owned()),
        ("rule", None) => entry.rule = Some(value.to_owned()),
        ("tags", Some(step)) => value.clone_into(step.entry_of(&mut entry.tags, key)?),
        _ => return Err(SettingError::unknown(key)),
    }
    Ok(())
}

/// A raw field may be repeated, as in Falco, where these are a set.
fn add(entry: &mut AppendOutput, field: ExtraFieldOption, key: &str) -> Result<(), SettingError> {
    let earlier = entry
        .extra_fields
        .iter()
        .find(|other| name(other) == name(&field));
    match (earlier, &field) {
        (None, _) => entry.extra_fields.push(field),
        (Some(ExtraFieldOption::Raw(_)), ExtraFieldOption::Raw(_)) => {}
        (Some(_), _) => {
            return Err(SettingError::FieldRedefined {
                key: key.to_owned(),
                field: name(&field).to_owned(),
            });
        }
    }
    Ok(())
}

fn name(field: &ExtraFieldOption) -> &str {
    match field {
        ExtraFieldOption::Raw(name) | ExtraFieldOption::Formatted { name, .. } => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn applied(options: &[&str]) -> Result<Settings, SettingError> {
        let mut settings = Settings::default();
        options
            .iter()
            .try_for_each(|option| settings.apply(option))?;
        Ok(settings)
    }

    #[test]
    fn a_field_may_not_be_defined_twice_in_an_entry() {
        let again = [
            "append_output[].extra_fields[]=a",
            "append_output[0].extra_fields[].a=b",
        ];
        assert_eq!(
            applied(&again).unwrap_err().to_string(),
            "`append_output[0].extra_fields[].a` defines the extra field `a` again"
        );
        let apart = [
            "append_output[].extra_fields[]=a",
            "append_output[].extra_fields[].a=b",
        ];
        assert_eq!(applied(&apart).unwrap().append_output.len(), 2);
        let same = [
            "append_output[].extra_fields[]=a",
            "append_output[0].extra_fields[]=a",
        ];
        assert_eq!(
            applied(&same).unwrap().append_output[0].extra_fields.len(),
            1
        );
    }

    #[test]
    fn an_entry_is_for_the_rules_that_match_names() {
        let settings = applied(&[
            "append_output[].match.source=okta",
            "append_output[0].match.rule=r",
            "append_output[0].match.tags[]=t",
            "append_output[0].match.tags[0]=u",
        ])
        .unwrap();
        let entry = &settings.append_output[0];
        assert_eq!(
            (entry.source.as_deref(), entry.rule.as_deref()),
            (Some("okta"), Some("r"))
        );
        assert_eq!(entry.tags, ["u"]);
    }

    #[test]
    fn what_an_entry_does_not_have_is_refused() {
        for option in [
            "append_output[].match.priority=info",
            "append_output[].match.tags=a",
            "append_output[].extra_fields=a",
            "append_output[].extra=a",
        ] {
            assert!(
                matches!(applied(&[option]), Err(SettingError::Unknown { .. })),
                "{option}"
            );
        }
        assert!(applied(&["append_output[].suggested_output=true"]).is_ok());
        assert!(applied(&["append_output[].suggested_output=maybe"]).is_err());
    }
}
